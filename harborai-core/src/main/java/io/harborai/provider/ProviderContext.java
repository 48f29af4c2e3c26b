package io.harborai.provider;

import io.harborai.call.Ticker;
import io.harborai.transport.EventLoops;

/**
 * What a client gives to its providers.
 *
 * @param ticker the time
 * @param loops the threads that connections run on
 */
public record ProviderContext(Ticker ticker, EventLoops loops) {
}
