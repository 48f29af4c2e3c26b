/**
 * The vendor that every client is measured against: as little as possible between the
 * socket and bytes that were rendered beforehand. On the loopback interface only.
 */
@NullMarked
package io.harborai.benchmarks.vendor;

import org.jspecify.annotations.NullMarked;
