/**
 * The application whose start is measured.
 */
@NullMarked
package io.harborai.benchmarks.app;

import org.jspecify.annotations.NullMarked;
