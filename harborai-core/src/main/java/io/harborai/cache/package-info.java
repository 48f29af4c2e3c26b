/**
 * Answers that are given again to the same question: exact matches only, bounded, and
 * only where that is asked for or nothing is left to chance.
 */
@NullMarked
package io.harborai.cache;

import org.jspecify.annotations.NullMarked;
