/**
 * Tools that are run when the model asks for them, and the loop that asks, runs them and
 * asks again. Nothing in here is loaded before it is used.
 */
@NullMarked
package io.harborai.tool;

import org.jspecify.annotations.NullMarked;
