package io.harborai.transport;

import java.util.Queue;

import io.harborai.chat.AssistantMessage;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;
import reactor.util.concurrent.Queues;

/**
 * Turns the bytes of a good answer into what the caller gets. One per exchange, used by
 * the exchange's thread.
 *
 * @param <T> what comes out
 */
sealed interface AnswerDecoder<T> permits CompletionDecoder, StreamDecoder, BodyDecoder {

	/** The piece carried nothing that the reader could see. */
	int NOTHING = 0;

	/** The piece carried something. */
	int PROGRESS = 1;

	/** What it carried was reasoning, and only that. */
	int REASONING = 2;

	/** The answer is complete, whatever follows. */
	int COMPLETE = 4;

	/** Something came after the answer was complete. */
	int EXCESS = 8;

	/**
	 * Where what comes out waits for the reader.
	 * @return an empty queue
	 */
	default Queue<T> queue() {
		return Queues.<T>one().get();
	}

	/**
	 * Whether the answer is bounded, so that all of it may be asked for at once.
	 * @return whether it makes no sense to wait between its pieces
	 */
	default boolean takesAll() {
		return true;
	}

	/**
	 * Learn how long the answer will be.
	 * @param length its length in bytes, -1 if the vendor doesn't say
	 */
	default void expect(int length) {
	}

	/**
	 * Take the next piece. After the answer is complete nothing comes out any more.
	 * @param bytes holds it, until this returns
	 * @param offset where it starts
	 * @param length how long it is
	 * @param out takes what comes out
	 * @return flags
	 */
	int bytes(byte[] bytes, int offset, int length, Queue<T> out);

	/**
	 * The input has ended cleanly.
	 * @param out takes what comes out
	 * @throws TruncatedException if the answer isn't complete
	 */
	void end(Queue<T> out);

	/**
	 * An item is about to be handed to the reader.
	 * @param item the item
	 */
	default void delivering(T item) {
	}

	/**
	 * What has been handed to the reader, of an answer that comes in pieces.
	 * @return the message so far, null if nothing has
	 */
	default @Nullable AssistantMessage delivered() {
		return null;
	}

	/**
	 * The failure that the reader gets.
	 * @param failure the typed failure
	 * @return the same, or one that also carries what had been delivered
	 */
	default HarborAiException failed(HarborAiException failure) {
		return failure;
	}

	/**
	 * Internal: the input ended before the answer was complete.
	 */
	final class TruncatedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		TruncatedException() {
			super("truncated", null, false, false);
		}

	}

}
