/**
 * Headless Chromium for the tests of the samples' pages.
 */
@NullMarked
package io.harborai.samples.browser;

import org.jspecify.annotations.NullMarked;
