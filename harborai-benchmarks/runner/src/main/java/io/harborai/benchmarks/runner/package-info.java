/**
 * Starts the vendor and the clients, each in a JVM of its own, keeps the figures, writes
 * the report and holds the gate.
 */
@NullMarked
package io.harborai.benchmarks.runner;

import org.jspecify.annotations.NullMarked;
