/**
 * A simulated vendor server: real HTTP, the vendors' wire dialects, faults on command.
 */
@NullMarked
package io.harborai.simulator;

import org.jspecify.annotations.NullMarked;
