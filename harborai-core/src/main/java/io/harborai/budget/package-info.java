/**
 * What calls may cost: reserved by an estimate before an attempt, settled by what it
 * used, refused when a budget has no room left. Knows neither providers nor where the
 * counts are kept.
 */
@NullMarked
package io.harborai.budget;

import org.jspecify.annotations.NullMarked;
