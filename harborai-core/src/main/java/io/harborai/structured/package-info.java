/**
 * Answers as Java values, whole and while they arrive: what is asked for, how the answer
 * is read and checked, and what happens when it can't be used.
 */
@NullMarked
package io.harborai.structured;

import org.jspecify.annotations.NullMarked;
