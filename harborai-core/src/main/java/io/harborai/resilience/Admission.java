package io.harborai.resilience;

import java.util.function.Supplier;

import io.harborai.call.ChatHandler;
import io.harborai.call.Ticker;
import io.harborai.error.HarborAiException;

/**
 * Admits a provider's attempts, all of what limits them asked in one step.
 */
public final class Admission {

	Admission(String provider, ResilienceSettings settings, ResilienceRegistries registries, Ticker ticker) {
	}

	static boolean isWanted(ResilienceSettings settings) {
		return false;
	}

	ChatHandler around(ChatHandler next) {
		return next;
	}

	void close(Supplier<? extends HarborAiException> failure) {
	}

}
