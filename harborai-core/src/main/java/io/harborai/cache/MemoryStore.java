package io.harborai.cache;

import java.util.Map;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.Choice;
import io.harborai.chat.ToolCall;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps answers in memory, by Caffeine: what was asked lately or often stays, up to a
 * total weight. Thread-safe.
 */
public final class MemoryStore implements CompletionStore {

	// What an answer takes besides its texts: objects, key, entry.
	private static final int FIXED_WEIGHT = 1024;

	private final Cache<String, ChatCompletion> answers;

	/**
	 * Create an empty store.
	 * @param settings its bounds
	 * @param ticker the time
	 */
	public MemoryStore(CacheSettings settings, io.harborai.call.Ticker ticker) {
		Ticker time = ticker::nanoTime;
		this.answers = Caffeine.newBuilder()
			.maximumWeight(settings.maxSize())
			.weigher((String key, ChatCompletion completion) -> weight(completion))
			.expireAfterWrite(settings.timeToLive())
			.ticker(time)
			// Upkeep is done by those who come, not by a pool of threads.
			.executor(Runnable::run)
			.build();
	}

	private static int weight(ChatCompletion completion) {
		long weight = FIXED_WEIGHT + weight(completion.additional());
		for (Choice choice : completion.choices()) {
			AssistantMessage message = choice.message();
			weight += weight(message.content()) + weight(message.reasoning()) + weight(message.additional())
					+ weight(choice.additional()) + weight(choice.logprobs());
			for (ToolCall call : message.toolCalls()) {
				weight += weight(call.name()) + weight(call.arguments()) + weight(call.additional());
			}
		}
		return (int) Math.min(weight, Integer.MAX_VALUE);
	}

	private static long weight(@Nullable Object value) {
		if (value instanceof CharSequence text) {
			return 2L * text.length();
		}
		if (value instanceof Map<?, ?> map) {
			long weight = 0;
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				weight += 32 + weight(entry.getKey()) + weight(entry.getValue());
			}
			return weight;
		}
		if (value instanceof Iterable<?> list) {
			long weight = 0;
			for (Object entry : list) {
				weight += 8 + weight(entry);
			}
			return weight;
		}
		return (value != null) ? 24 : 0;
	}

	@Override
	public Mono<ChatCompletion> find(String key) {
		return Mono.justOrEmpty(this.answers.getIfPresent(key));
	}

	@Override
	public Mono<Void> keep(String key, ChatCompletion completion) {
		this.answers.put(key, completion);
		return Mono.empty();
	}

	@Override
	public long size() {
		return this.answers.estimatedSize();
	}

}
