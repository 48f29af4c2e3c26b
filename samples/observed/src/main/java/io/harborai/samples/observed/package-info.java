/**
 * An application that can be watched: by Prometheus, by whoever collects traces, and on
 * the dashboard.
 */
@NullMarked
package io.harborai.samples.observed;

import org.jspecify.annotations.NullMarked;
