package io.harborai.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Turns the chunks of a stream into a completion, whatever vendor sent them: text and
 * reasoning are appended, tool calls put together from their fragments, and of the usage
 * the last word counts, because vendors that report it in every chunk report sums. The
 * cost is in proportion to the text. Not thread-safe.
 */
public final class ChatCompletionAccumulator {

	private static final ResponseMeta UNKNOWN = new ResponseMeta("", "", "", null, null, null, null, List.of(),
			List.of(), false);

	// By index.
	private final List<ChoicePieces> choices = new ArrayList<>(1);

	private @Nullable FieldPieces additional;

	private String id = "";

	private String model = "";

	private @Nullable Instant created;

	private Usage usage = Usage.MISSING;

	private ResponseMeta meta;

	/**
	 * Start with nothing known.
	 */
	public ChatCompletionAccumulator() {
		this(UNKNOWN);
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
			FieldPieces additional = this.additional;
			if (additional == null) {
				additional = FieldPieces.replaced();
				this.additional = additional;
			}
			additional.add(chunk.additional());
		}
		for (int i = 0; i < chunk.choices().size(); i++) {
			ChunkChoice choice = chunk.choices().get(i);
			pieces(choice.index()).add(choice);
		}
	}

	private ChoicePieces pieces(int index) {
		int low = 0;
		int high = this.choices.size() - 1;
		while (low <= high) {
			int middle = (low + high) >>> 1;
			ChoicePieces pieces = this.choices.get(middle);
			if (pieces.index() == index) {
				return pieces;
			}
			if (pieces.index() < index) {
				low = middle + 1;
			}
			else {
				high = middle - 1;
			}
		}
		ChoicePieces pieces = new ChoicePieces(index);
		this.choices.add(low, pieces);
		return pieces;
	}

	/**
	 * What has come so far, as a completion. May be called at any time, and again after
	 * more chunks.
	 * @return the completion, its choices by index; partial unless the stream has ended,
	 * and then a tool call's arguments may be cut
	 */
	public ChatCompletion toCompletion() {
		List<Choice> choices = new ArrayList<>(this.choices.size());
		for (int i = 0; i < this.choices.size(); i++) {
			choices.add(this.choices.get(i).toChoice());
		}
		return new ChatCompletion(this.id, this.model, this.created, choices, this.usage, this.meta,
				FieldPieces.toMap(this.additional));
	}

}
