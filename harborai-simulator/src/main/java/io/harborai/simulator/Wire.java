package io.harborai.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Writes one answer in a dialect's own JSON: the completion, or the chunks of a stream.
 * Made for one response and used on its event loop only. What all chunks share is written
 * once and copied.
 */
abstract class Wire {

	private final Answer answer;

	Wire(Answer answer) {
		this.answer = answer;
	}

	static Wire of(Dialect dialect, Answer answer) {
		return switch (dialect) {
			case DEEPSEEK -> new DeepSeekWire(answer);
			case DOUBAO -> new DoubaoWire(answer);
			case WENXIN -> new WenxinWire(answer);
			case OPENAI -> new OpenAiWire(answer);
		};
	}

	final Answer answer() {
		return this.answer;
	}

	/**
	 * Write a chunk up to and with the opening brace of its delta.
	 * @param out where to
	 * @param choice the choice's index
	 */
	abstract void open(StringBuilder out, int choice);

	/**
	 * Write a chunk's rest, beginning with the closing brace of its delta.
	 * @param out where to
	 * @param choice the choice's index
	 * @param finish the finish reason, on a choice's last chunk
	 */
	abstract void close(StringBuilder out, int choice, @Nullable String finish);

	/**
	 * Write the fields of the first delta, which carries no token.
	 * @param out where to
	 */
	abstract void role(StringBuilder out);

	abstract void reasoning(StringBuilder out, String token);

	abstract void text(StringBuilder out, String token);

	abstract void callStart(StringBuilder out, int index, PlannedCall call);

	abstract void callArguments(StringBuilder out, int index, String fragment);

	/**
	 * Write the fields of the delta on the chunk with the finish reason.
	 * @param out where to
	 */
	abstract void lastDelta(StringBuilder out);

	/**
	 * Write the chunk that carries nothing but usage.
	 * @param out where to
	 * @return whether this answer has one
	 */
	boolean usageChunk(StringBuilder out) {
		return false;
	}

	/**
	 * Write the whole answer in one piece.
	 * @param out where to
	 */
	abstract void completion(StringBuilder out);

	/**
	 * Write the opening brace and the fields that most vendors begin with.
	 * @param out where to
	 * @param object the kind of object
	 */
	final void head(StringBuilder out, String object) {
		JsonText.field(out.append('{'), "id", this.answer.head().id());
		JsonText.field(out.append(','), "object", object);
		out.append(",\"created\":").append(this.answer.head().created()).append(',');
		JsonText.field(out, "model", this.answer.head().model());
	}

	/**
	 * Write {@code "reasoning_content"} and a list of tool calls into a message, as far
	 * as the answer has them.
	 * @param out where to
	 * @param indexed whether a call carries its index
	 */
	final void reasoningAndCalls(StringBuilder out, boolean indexed) {
		if (this.answer.reasoning().length > 0) {
			JsonText.field(out.append(','), "reasoning_content", this.answer.wholeReasoning());
		}
		calls(out, indexed);
	}

	final void calls(StringBuilder out, boolean indexed) {
		if (this.answer.calls().isEmpty()) {
			return;
		}
		out.append(",\"tool_calls\":[");
		for (int i = 0; i < this.answer.calls().size(); i++) {
			PlannedCall call = this.answer.calls().get(i);
			out.append((i > 0) ? ",{" : "{");
			if (indexed) {
				out.append("\"index\":").append(i).append(',');
			}
			JsonText.field(out, "id", call.id());
			JsonText.field(out.append(",\"type\":\"function\",\"function\":{"), "name", call.name());
			JsonText.field(out.append(','), "arguments", call.arguments());
			out.append("}}");
		}
		out.append(']');
	}

	/**
	 * Write a call's first fragment in the order that most vendors use.
	 * @param out where to
	 * @param index the call's index
	 * @param call the call
	 */
	static void firstFragment(StringBuilder out, int index, PlannedCall call) {
		out.append("\"tool_calls\":[{\"index\":").append(index).append(',');
		JsonText.field(out, "id", call.id());
		JsonText.field(out.append(",\"type\":\"function\",\"function\":{"), "name", call.name());
		out.append(",\"arguments\":\"\"}}]");
	}

	static void nextFragment(StringBuilder out, int index, String fragment) {
		out.append("\"tool_calls\":[{\"index\":").append(index).append(",\"function\":{");
		JsonText.field(out, "arguments", fragment);
		out.append("}}]");
	}

	/**
	 * Write the three counts that all vendors share, without a closing brace.
	 * @param out where to
	 * @param usage the counts
	 */
	static void counts(StringBuilder out, TokenUsage usage) {
		out.append("{\"prompt_tokens\":")
			.append(usage.prompt())
			.append(",\"completion_tokens\":")
			.append(usage.completion())
			.append(",\"total_tokens\":")
			.append(usage.total());
	}

}
