package io.harborai.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChunkChoice;
import io.harborai.chat.ResponseMeta;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * Reads the events of one stream. Not thread-safe.
 * <p>
 * This is where a stream's time goes, so one parser serves the whole stream, ids that
 * repeat are not made anew, and fields that repeat in every event and help nobody are
 * passed over: {@code object}, {@code system_fingerprint}, {@code service_tier},
 * {@code obfuscation}.
 */
public final class ChunkReader {

	private final ResponseMeta meta;

	private final @Nullable ThinkSplitters splitters;

	private final AnswerReader answer;

	private JsonCursor json = JsonCursor.fed();

	ChunkReader(boolean inlineThink, ResponseMeta meta) {
		this.meta = meta;
		this.splitters = inlineThink ? new ThinkSplitters() : null;
		this.answer = new AnswerReader(true, this.splitters);
	}

	/**
	 * Read one event's data. After an exception the stream is over: don't read on.
	 * @param bytes holds the data
	 * @param offset where it starts
	 * @param length how long it is
	 * @return the chunk, null when there is nothing in it
	 * @throws VendorErrorException if the event is an error
	 * @throws UnreadableAnswerException if the data isn't a chunk
	 */
	public @Nullable ChatCompletionChunk read(byte[] bytes, int offset, int length) {
		parse(bytes, offset, length);
		this.answer.check(bytes, offset, length);
		return this.answer.isEmpty() ? null : this.answer.toChunk(this.meta);
	}

	private void parse(byte[] bytes, int offset, int length) {
		try {
			feed(bytes, offset, length);
		}
		catch (JacksonException ex) {
			byte[] repaired = Utf8.repair(bytes, offset, length);
			if (repaired == null) {
				throw unreadable(ex);
			}
			this.json = JsonCursor.fed();
			try {
				feed(repaired, 0, repaired.length);
			}
			catch (JacksonException again) {
				throw unreadable(again);
			}
		}
	}

	private void feed(byte[] bytes, int offset, int length) {
		this.json.feed(bytes, offset, length);
		this.answer.read(this.json);
		this.json.finish();
	}

	private UnreadableAnswerException unreadable(JacksonException ex) {
		TokenStreamLocation location = ex.getLocation();
		String place = (location != null && location.getByteOffset() >= 0)
				? " at byte " + (location.getByteOffset() - this.json.fedBefore()) : "";
		return new UnreadableAnswerException("an event isn't valid JSON" + place);
	}

	/**
	 * Hand out what was held back because it might have been the start of a tag, and give
	 * back what the reader holds. To be called once, when the stream has ended, whatever
	 * the ending.
	 * @return a chunk with the rest, null when nothing was held back
	 */
	public @Nullable ChatCompletionChunk flush() {
		this.json.close();
		if (this.splitters == null) {
			return null;
		}
		List<ChunkChoice> rest = new ArrayList<>();
		this.splitters.all().forEach((index, splitter) -> {
			splitter.end();
			String content = splitter.content();
			String reasoning = splitter.reasoning();
			if (!content.isEmpty() || !reasoning.isEmpty()) {
				rest.add(new ChunkChoice(index, content, reasoning.isEmpty() ? null : reasoning, List.of(), null, null,
						Map.of(), Map.of()));
			}
		});
		return rest.isEmpty() ? null : this.answer.toChunk(List.copyOf(rest), this.meta);
	}

}
