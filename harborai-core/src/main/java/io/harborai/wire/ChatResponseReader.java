package io.harborai.wire;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionAccumulator;
import io.harborai.chat.ResponseMeta;
import io.harborai.json.Json;
import tools.jackson.core.JacksonException;

/**
 * Reads the answers of all vendors, leniently: whatever they leave out, name differently
 * or add. Fields that nobody here knows are kept, except {@code object}. Immutable and
 * thread-safe.
 */
public final class ChatResponseReader {

	private final boolean inlineThink;

	/**
	 * Create a reader.
	 * @param inlineThink whether a leading {@code <think>} element of the text is
	 * reasoning
	 */
	public ChatResponseReader(boolean inlineThink) {
		this.inlineThink = inlineThink;
	}

	/**
	 * Read a whole answer.
	 * @param bytes holds the body
	 * @param offset where it starts
	 * @param length how long it is
	 * @param meta what to give the completion as meta data
	 * @return the completion, with at least one choice
	 * @throws VendorErrorException if the body is an error
	 * @throws UnreadableAnswerException if the body isn't a completion
	 */
	public ChatCompletion readCompletion(byte[] bytes, int offset, int length, ResponseMeta meta) {
		AnswerReader answer = parse(bytes, offset, length);
		answer.check(bytes, offset, length);
		ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator(meta);
		accumulator.add(answer.toChunk(meta));
		return accumulator.toCompletion();
	}

	private AnswerReader parse(byte[] bytes, int offset, int length) {
		try {
			return read(bytes, offset, length);
		}
		catch (JacksonException ex) {
			byte[] repaired = Utf8.repair(bytes, offset, length);
			if (repaired == null) {
				throw new UnreadableAnswerException(String.valueOf(Json.unreadable(ex).getMessage()));
			}
			try {
				return read(repaired, 0, repaired.length);
			}
			catch (JacksonException again) {
				throw new UnreadableAnswerException(String.valueOf(Json.unreadable(again).getMessage()));
			}
		}
	}

	private AnswerReader read(byte[] bytes, int offset, int length) {
		AnswerReader answer = new AnswerReader(false, this.inlineThink ? new ThinkSplitters() : null);
		try (JsonCursor json = JsonCursor.over(bytes, offset, length)) {
			answer.read(json);
		}
		return answer;
	}

	/**
	 * Start to read a stream.
	 * @param meta what to give every chunk as meta data
	 * @return a reader for this one stream
	 */
	public ChunkReader chunks(ResponseMeta meta) {
		return new ChunkReader(this.inlineThink, meta);
	}

}
