/**
 * The typed exception family: what went wrong, whose fault it is, and what to do.
 */
@NullMarked
package io.harborai.error;

import org.jspecify.annotations.NullMarked;
