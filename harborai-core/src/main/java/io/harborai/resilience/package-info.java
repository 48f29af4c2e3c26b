/**
 * What keeps a call up when its provider isn't: retries, admission by circuit breaker,
 * bulkhead and rates, and what pays for it. Knows no provider and no HTTP.
 */
@NullMarked
package io.harborai.resilience;

import org.jspecify.annotations.NullMarked;
