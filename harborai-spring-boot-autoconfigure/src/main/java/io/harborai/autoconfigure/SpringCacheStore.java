package io.harborai.autoconfigure;

import io.harborai.cache.CompletionStore;
import io.harborai.cache.CompletionText;
import io.harborai.chat.ChatCompletion;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.cache.Cache;

/**
 * Keeps answers in a cache of Spring's, as JSON, so that it may live in another process.
 * Such a cache may wait for a network, so it is asked on threads that may wait.
 */
final class SpringCacheStore implements CompletionStore {

	private final Cache cache;

	SpringCacheStore(Cache cache) {
		this.cache = cache;
	}

	@Override
	public Mono<ChatCompletion> find(String key) {
		return Mono.fromCallable(() -> read(key)).subscribeOn(Schedulers.boundedElastic());
	}

	private @Nullable ChatCompletion read(String key) {
		String json = this.cache.get(key, String.class);
		return (json != null) ? CompletionText.read(json) : null;
	}

	@Override
	public Mono<Void> keep(String key, ChatCompletion completion) {
		return Mono.<Void>fromRunnable(() -> this.cache.put(key, CompletionText.write(completion)))
			.subscribeOn(Schedulers.boundedElastic());
	}

}
