package io.harborai.provider;

import java.util.List;
import java.util.function.Supplier;

import io.harborai.call.ChatFilter;
import io.harborai.call.Instrumentation;
import io.harborai.call.Ticker;
import io.harborai.resilience.ResilienceRegistries;
import io.harborai.resilience.SharedRates;
import io.harborai.transport.EventLoops;
import org.jspecify.annotations.Nullable;

/**
 * What a client gives to its providers.
 *
 * @param ticker the time
 * @param loops the threads that connections run on
 * @param keySources where keys come from at run time, the first that serves a provider
 * wins
 * @param registries where the Resilience4j instances live, made on first need
 * @param instrumentation looks at each attempt
 * @param guard stands around each attempt, its admission included, and may refuse it;
 * null for nobody
 * @param sharedRates counts what all instances of an application send together, null if
 * nobody does
 */
public record ProviderContext(Ticker ticker, EventLoops loops, List<ApiKeySource> keySources,
		Supplier<ResilienceRegistries> registries, Instrumentation instrumentation, @Nullable ChatFilter guard,
		@Nullable SharedRates sharedRates) {

	public ProviderContext {
		keySources = List.copyOf(keySources);
	}

	/**
	 * What a client gives where nobody looks at attempts or guards them.
	 * @param ticker the time
	 * @param loops the threads that connections run on
	 * @param keySources where keys come from at run time
	 * @param registries where the Resilience4j instances live
	 */
	public ProviderContext(Ticker ticker, EventLoops loops, List<ApiKeySource> keySources,
			Supplier<ResilienceRegistries> registries) {
		this(ticker, loops, keySources, registries, Instrumentation.NONE, null, null);
	}

	/**
	 * Where a provider's keys come from at run time.
	 * @param provider the provider's name
	 * @return the source, null if they are those in its settings
	 */
	public @Nullable ApiKeySource keySource(String provider) {
		for (ApiKeySource source : this.keySources) {
			if (source.serves(provider)) {
				return source;
			}
		}
		return null;
	}

}
