/**
 * Looking at calls: observations for traces, meters for dashboards, records for ledgers.
 * Nothing of this package is in the chains of a client that isn't given it.
 */
@NullMarked
package io.harborai.observation;

import org.jspecify.annotations.NullMarked;
