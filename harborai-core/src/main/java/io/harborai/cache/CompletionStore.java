package io.harborai.cache;

import io.harborai.chat.ChatCompletion;
import reactor.core.publisher.Mono;

/**
 * Where answers are kept. Implementations are thread-safe, bounded, and never block the
 * thread that subscribes; one that fails costs a call its chance of a kept answer and
 * nothing else.
 */
public interface CompletionStore {

	/**
	 * Look for an answer.
	 * @param key identifies the question, 64 hexadecimal digits
	 * @return the answer, empty if there is none
	 */
	Mono<ChatCompletion> find(String key);

	/**
	 * Keep an answer, for as long as the store sees fit.
	 * @param key identifies the question
	 * @param completion the answer
	 * @return completes when it is kept
	 */
	Mono<Void> keep(String key, ChatCompletion completion);

	/**
	 * How many answers are kept.
	 * @return an estimate, -1 if the store can't tell
	 */
	default long size() {
		return -1;
	}

}
