package io.harborai.provider;

import java.util.function.Function;

import io.harborai.call.Ticker;
import io.harborai.transport.ExchangeRequest;
import reactor.core.publisher.Mono;

/**
 * What it takes to exchange a pair of keys for a temporary one.
 *
 * @param settings the provider's settings
 * @param ticker the time
 * @param fetch sends a request over the provider's own connections
 */
public record Exchanging(ProviderSettings settings, Ticker ticker, Fetch fetch) {

	/**
	 * Sends a request that isn't a chat.
	 */
	public interface Fetch {

		/**
		 * Send a request.
		 * @param <T> what the answer is read as
		 * @param request the request
		 * @param reader reads the body of a good answer; what it throws ends in a typed
		 * error
		 * @return what was read, or one typed error
		 */
		<T> Mono<T> fetch(ExchangeRequest request, Function<byte[], T> reader);

	}

}
