package io.harborai.structured;

import io.harborai.chat.ChatCompletionChunk;
import reactor.core.publisher.SynchronousSink;

/**
 * Reads one streamed answer of a given shape: looks at the chunks as they pass inside the
 * call chain, so that whoever stands around it sees them all and how it ended, and shows
 * at the chain's end what it has made of them. Not thread-safe.
 *
 * @param <R> what it shows
 */
interface ShownAnswer<R> {

	/**
	 * Read a chunk and let it pass. What can't be used ends the stream behind it.
	 * @param chunk the next chunk
	 * @param sink takes the chunk, and the error if there is one
	 */
	void read(ChatCompletionChunk chunk, SynchronousSink<ChatCompletionChunk> sink);

	/**
	 * The stream broke. What had been shown isn't lost.
	 * @param cause the typed reason
	 * @return the error that the reader gets
	 */
	Throwable broken(Throwable cause);

	/**
	 * Show what has been made of the chunks so far and hasn't been shown yet.
	 * @param chunk the chunk that has come through the chain
	 * @param sink takes it
	 */
	void show(ChatCompletionChunk chunk, SynchronousSink<R> sink);

}
