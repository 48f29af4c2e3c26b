package io.harborai.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Volcengine Ark: keys in alphabetical order, the role on every delta, no
 * {@code finish_reason} before the last chunk, and usage in a chunk of its own only if
 * asked for.
 */
final class DoubaoWire extends Wire {

	private static final String OPENING = "{\"choices\":[{\"delta\":{";

	private final String tail;

	DoubaoWire(Answer answer) {
		super(answer);
		StringBuilder out = new StringBuilder(256);
		tail(out.append("}],"), "chat.completion.chunk");
		this.tail = out.append(",\"usage\":").toString();
	}

	@Override
	void open(StringBuilder out, int choice) {
		out.append(OPENING);
	}

	@Override
	void close(StringBuilder out, int choice, @Nullable String finish) {
		out.append('}');
		if (finish != null) {
			JsonText.field(out.append(','), "finish_reason", finish);
		}
		out.append(",\"index\":").append(choice).append(this.tail).append("null}");
	}

	@Override
	void role(StringBuilder out) {
		out.append(
				(answer().reasoning().length > 0) ? "\"content\":\"\",\"reasoning_content\":\"\",\"role\":\"assistant\""
						: "\"content\":\"\",\"role\":\"assistant\"");
	}

	@Override
	void reasoning(StringBuilder out, String token) {
		JsonText.field(out.append("\"content\":\"\","), "reasoning_content", token);
		out.append(",\"role\":\"assistant\"");
	}

	@Override
	void text(StringBuilder out, String token) {
		JsonText.field(out, "content", token);
		out.append(",\"role\":\"assistant\"");
	}

	@Override
	void callStart(StringBuilder out, int index, PlannedCall call) {
		fragment(out, index, call.id(), call.name(), "");
	}

	@Override
	void callArguments(StringBuilder out, int index, String fragment) {
		fragment(out, index, "", "", fragment);
	}

	@Override
	void lastDelta(StringBuilder out) {
		out.append("\"content\":\"\",\"role\":\"assistant\"");
	}

	@Override
	boolean usageChunk(StringBuilder out) {
		TokenUsage usage = answer().usage();
		if (usage == null || !answer().usageInStream()) {
			return false;
		}
		usage(out.append("{\"choices\":[").append(this.tail, 1, this.tail.length()), usage);
		out.append('}');
		return true;
	}

	@Override
	void completion(StringBuilder out) {
		JsonText.field(out.append("{\"choices\":[{"), "finish_reason", answer().finish());
		out.append(",\"index\":0,\"logprobs\":null,\"message\":{");
		JsonText.field(out, "content", answer().wholeText());
		reasoningAndCalls(out, false);
		out.append(",\"role\":\"assistant\"}}],");
		tail(out, "chat.completion");
		TokenUsage usage = answer().usage();
		if (usage != null) {
			usage(out.append(",\"usage\":"), usage);
		}
		out.append('}');
	}

	private void tail(StringBuilder out, String object) {
		out.append("\"created\":").append(answer().head().created()).append(',');
		JsonText.field(out, "id", answer().head().id());
		JsonText.field(out.append(','), "model", answer().head().model());
		JsonText.field(out.append(",\"service_tier\":\"default\","), "object", object);
	}

	private static void fragment(StringBuilder out, int index, String id, String name, String arguments) {
		JsonText.field(out.append("\"content\":\"\",\"role\":\"assistant\",\"tool_calls\":[{\"function\":{"),
				"arguments", arguments);
		JsonText.field(out.append(','), "name", name);
		JsonText.field(out.append("},"), "id", id);
		out.append(",\"index\":").append(index).append(",\"type\":\"function\"}]");
	}

	private static void usage(StringBuilder out, TokenUsage usage) {
		counts(out, usage);
		out.append(",\"prompt_tokens_details\":{\"cached_tokens\":")
			.append(usage.cached())
			.append("},\"completion_tokens_details\":{\"reasoning_tokens\":")
			.append(usage.reasoning())
			.append("}}");
	}

}
