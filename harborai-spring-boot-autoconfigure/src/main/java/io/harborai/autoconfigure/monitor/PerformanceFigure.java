package io.harborai.autoconfigure.monitor;

import org.jspecify.annotations.Nullable;

/**
 * A figure of the client's performance.
 *
 * @param value the value, null if there was nothing to measure yet
 * @param threshold what it is held against, null for nothing
 * @param unit the unit of both
 * @param estimated whether it is worked out and not measured
 */
public record PerformanceFigure(@Nullable Double value, @Nullable Double threshold, String unit, boolean estimated) {
}
