/**
 * A model that looks things up with the tools of an application.
 */
@NullMarked
package io.harborai.samples.tools;

import org.jspecify.annotations.NullMarked;
