/**
 * Loads one client and measures it. Runs in the client's JVM and uses nothing but the
 * JDK, so that it clashes with nobody's class path.
 */
@NullMarked
package io.harborai.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
