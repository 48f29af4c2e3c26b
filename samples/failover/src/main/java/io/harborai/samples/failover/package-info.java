/**
 * Two simulated vendors behind one route: one goes bad at the press of a button, and the
 * page shows the calls moving over and coming back.
 */
@NullMarked
package io.harborai.samples.failover;

import org.jspecify.annotations.NullMarked;
