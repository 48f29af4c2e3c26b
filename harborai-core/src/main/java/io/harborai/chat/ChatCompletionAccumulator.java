package io.harborai.chat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Turns the chunks of a stream into a completion, whatever vendor sent them: text and
 * reasoning are appended, tool calls put together from their fragments, and of the usage
 * the last word counts, because vendors that report it in every chunk report sums. The
 * cost is in proportion to the text. Not thread-safe.
 */
public final class ChatCompletionAccumulator {

	private final Map<Integer, ChoicePieces> choices = new TreeMap<>();

	private final FieldPieces additional = FieldPieces.replaced();

	private String id = "";

	private String model = "";

	private @Nullable Instant created;

	private Usage usage = Usage.MISSING;

	private ResponseMeta meta;

	/**
	 * Start with nothing known.
	 */
	public ChatCompletionAccumulator() {
		this(new ResponseMeta("", "", "", null, null, null, null, List.of(), List.of()));
	}

	/**
	 * Start with meta data, for the case that no chunk comes.
	 * @param meta what is known; chunks replace it
	 */
	public ChatCompletionAccumulator(ResponseMeta meta) {
		this.meta = meta;
	}

	/**
	 * Add a chunk.
	 * @param chunk the next chunk of the stream
	 */
	public void add(ChatCompletionChunk chunk) {
		if (this.id.isEmpty()) {
			this.id = chunk.id();
		}
		if (this.model.isEmpty()) {
			this.model = chunk.model();
		}
		if (this.created == null) {
			this.created = chunk.created();
		}
		if (!chunk.usage().isMissing()) {
			this.usage = chunk.usage();
		}
		this.meta = chunk.meta();
		if (!chunk.additional().isEmpty()) {
			this.additional.add(chunk.additional());
		}
		for (int i = 0; i < chunk.choices().size(); i++) {
			ChunkChoice choice = chunk.choices().get(i);
			ChoicePieces pieces = this.choices.get(choice.index());
			if (pieces == null) {
				pieces = new ChoicePieces(choice.index());
				this.choices.put(choice.index(), pieces);
			}
			pieces.add(choice);
		}
	}

	/**
	 * What has come so far, as a completion. May be called at any time, and again after
	 * more chunks.
	 * @return the completion, its choices by index; partial unless the stream has ended,
	 * and then a tool call's arguments may be cut
	 */
	public ChatCompletion toCompletion() {
		List<Choice> choices = this.choices.values().stream().map(ChoicePieces::toChoice).toList();
		return new ChatCompletion(this.id, this.model, this.created, choices, this.usage, this.meta,
				this.additional.toMap());
	}

}
