package io.harborai.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChunkChoice;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ResponseMeta;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the outermost object of an answer or of a stream's event. Used again for every
 * event of a stream: what an event repeats, such as the id, is not made anew. Not
 * thread-safe.
 */
final class AnswerReader {

	// Some vendors write milliseconds where seconds belong; as seconds this is the year
	// 5138.
	private static final long FIRST_MILLISECONDS = 100_000_000_000L;

	private final boolean streamed;

	private final ChoiceReader choiceReader;

	private String id = "";

	private String model = "";

	private long createdNumber;

	private @Nullable Instant created;

	private List<ChunkChoice> choices = List.of();

	private boolean choicesPresent;

	private Usage usage = Usage.MISSING;

	private Usage choiceUsage = Usage.MISSING;

	private @Nullable Map<String, Object> additional;

	private boolean suspicious;

	private @Nullable String problem;

	private @Nullable String result;

	private @Nullable String bareFinish;

	private boolean end;

	private boolean truncated;

	AnswerReader(boolean streamed, @Nullable ThinkSplitters splitters) {
		this.streamed = streamed;
		this.choiceReader = new ChoiceReader(streamed, splitters);
	}

	/**
	 * Read an object.
	 * @param json stands before the object
	 */
	void read(JsonCursor json) {
		clear();
		json.next();
		if (!json.isObject()) {
			misshapen("it isn't a JSON object", json);
			return;
		}
		String name;
		while ((name = json.nextName()) != null) {
			if (!json.isNull()) {
				field(name, json);
			}
		}
		if (this.result != null) {
			bareChoice(this.result);
		}
	}

	private void clear() {
		this.choices = List.of();
		this.choicesPresent = false;
		this.usage = Usage.MISSING;
		this.choiceUsage = Usage.MISSING;
		this.additional = null;
		this.suspicious = false;
		this.problem = null;
		this.result = null;
		this.bareFinish = null;
		this.end = false;
		this.truncated = false;
	}

	private void field(String name, JsonCursor json) {
		switch (name) {
			case "id" -> this.id = json.text(this.id);
			case "model" -> this.model = json.text(this.model);
			case "created" -> created(json.count());
			case "choices" -> choices(json);
			case "usage" -> this.usage = UsageReader.read(json);
			case "object" -> {
				// vLLM has sent {"object":"error","message":...}.
				this.suspicious |= json.isText() && json.text("error").equals("error");
				json.skip();
			}
			case "obfuscation" -> json.skip();
			case "system_fingerprint", "service_tier" -> {
				// The same in every chunk and of use to nobody there.
				if (this.streamed) {
					json.skip();
				}
				else {
					keep(name, json);
				}
			}
			case "base_resp" -> baseResp(json);
			case "error", "error_code", "error_msg", "error_message", "error_type", "ResponseMetadata", "code", "msg",
					"message" -> {
				this.suspicious = true;
				keep(name, json);
			}
			case "result" -> result(json);
			case "finish_reason" -> this.bareFinish = json.text();
			case "is_end" -> this.end = json.isTrue();
			case "is_truncated" -> this.truncated = json.isTrue();
			case "sentence_id" -> json.skip();
			default -> keep(name, json);
		}
	}

	private void misshapen(String problem, JsonCursor json) {
		// An error can still be found in it: Gemini sends lists.
		this.suspicious = true;
		this.problem = problem;
		json.skip();
	}

	private void created(long number) {
		if (number == this.createdNumber || number <= 0) {
			return;
		}
		this.createdNumber = number;
		this.created = (number >= FIRST_MILLISECONDS) ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
	}

	private void choices(JsonCursor json) {
		if (!json.isArray()) {
			misshapen("its choices aren't a list", json);
			return;
		}
		int position = 0;
		while (json.nextElement()) {
			this.choicesPresent = true;
			ChunkChoice choice = this.choiceReader.read(json, position++);
			if (!this.streamed) {
				choice = whole(choice);
			}
			if (choice != null) {
				add(choice);
			}
			if (!this.choiceReader.usage().isMissing()) {
				this.choiceUsage = this.choiceReader.usage();
			}
		}
	}

	private void add(ChunkChoice choice) {
		if (this.choices.isEmpty()) {
			this.choices = List.of(choice);
			return;
		}
		List<ChunkChoice> longer = new ArrayList<>(this.choices);
		longer.add(choice);
		this.choices = List.copyOf(longer);
	}

	/**
	 * In a whole answer every entry is an answer of its own, even an empty one, and even
	 * if the vendor gives two of them the same index.
	 */
	private ChunkChoice whole(@Nullable ChunkChoice choice) {
		int index = this.choiceReader.index();
		while (isTaken(index)) {
			index++;
		}
		if (choice == null) {
			return new ChunkChoice(index, "", null, List.of(), null, null, Map.of(), Map.of());
		}
		return (index == choice.index()) ? choice
				: new ChunkChoice(index, choice.content(), choice.reasoning(), choice.toolCalls(),
						choice.finishReason(), choice.logprobs(), choice.additional(), choice.messageAdditional());
	}

	private boolean isTaken(int index) {
		return this.choices.stream().anyMatch((choice) -> choice.index() == index);
	}

	private void baseResp(JsonCursor json) {
		if (!json.isObject()) {
			json.skip();
			return;
		}
		String name;
		while ((name = json.nextName()) != null) {
			if (name.equals("status_code")) {
				this.suspicious |= json.count() != 0;
			}
			else {
				json.skip();
			}
		}
	}

	private void result(JsonCursor json) {
		if (json.isText()) {
			this.result = json.text();
		}
		else {
			keep("result", json);
		}
	}

	private void bareChoice(String text) {
		this.choicesPresent = true;
		// In a stream every event says "normal"; only the last one means it.
		FinishReason finish = (!this.streamed || this.end) ? FinishReason.of(this.bareFinish) : null;
		if (this.truncated && finish != null) {
			finish = new FinishReason(FinishReason.LENGTH.value(), finish.raw());
		}
		ChunkChoice choice = this.choiceReader.bare(text, finish);
		if (choice != null) {
			add(choice);
		}
	}

	private void keep(String name, JsonCursor json) {
		this.additional = ChoiceReader.keep(this.additional, name, json.plain());
	}

	/**
	 * Throw what the object turned out to be instead of an answer.
	 * @param bytes holds the text of the object
	 * @param offset where it starts
	 * @param length how long it is
	 * @throws VendorErrorException if it is an error
	 * @throws UnreadableAnswerException if it is of another shape
	 */
	void check(byte[] bytes, int offset, int length) {
		if (this.suspicious || (!this.streamed && !this.choicesPresent)) {
			ErrorBody error = ErrorBody.find(bytes, offset, length);
			if (error != null) {
				throw new VendorErrorException(error);
			}
		}
		if (this.problem != null) {
			throw new UnreadableAnswerException(this.problem);
		}
		if (!this.streamed && !this.choicesPresent) {
			throw new UnreadableAnswerException("it has no choices");
		}
	}

	/**
	 * Whether nothing was said.
	 * @return whether there is neither choice nor usage nor anything unknown
	 */
	boolean isEmpty() {
		return this.choices.isEmpty() && usage().isMissing() && this.additional == null;
	}

	/**
	 * What was read.
	 * @param meta the meta data to give it
	 * @return the chunk
	 */
	ChatCompletionChunk toChunk(ResponseMeta meta) {
		return toChunk(this.choices, usage(), meta, ChoiceReader.kept(this.additional));
	}

	/**
	 * A chunk of the same answer that the last event belongs to.
	 * @param choices its choices
	 * @param meta the meta data to give it
	 * @return the chunk
	 */
	ChatCompletionChunk toChunk(List<ChunkChoice> choices, ResponseMeta meta) {
		return toChunk(choices, Usage.MISSING, meta, Map.of());
	}

	private ChatCompletionChunk toChunk(List<ChunkChoice> choices, Usage usage, ResponseMeta meta,
			Map<String, Object> additional) {
		return new ChatCompletionChunk(this.id, this.model, this.created, choices, usage, meta, false, additional);
	}

	private Usage usage() {
		return this.usage.isMissing() ? this.choiceUsage : this.usage;
	}

}
