/**
 * Providers, their dialects and their lazy life.
 */
@NullMarked
package io.harborai.provider;

import org.jspecify.annotations.NullMarked;
