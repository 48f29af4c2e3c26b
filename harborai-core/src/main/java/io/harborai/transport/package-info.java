/**
 * One HTTP exchange: pool, event-stream decoding, limits and the four clocks.
 */
@NullMarked
package io.harborai.transport;

import org.jspecify.annotations.NullMarked;
