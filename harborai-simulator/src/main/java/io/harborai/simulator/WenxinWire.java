package io.harborai.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Qianfan: an empty finish reason until the last chunk, which carries usage if it was
 * asked for; a safety {@code flag} on completions.
 */
final class WenxinWire extends Wire {

	private final String opening;

	WenxinWire(Answer answer) {
		super(answer);
		StringBuilder out = new StringBuilder(256);
		head(out, "chat.completion.chunk");
		this.opening = out.append(",\"choices\":[{\"index\":").toString();
	}

	@Override
	void open(StringBuilder out, int choice) {
		out.append(this.opening).append(choice).append(",\"delta\":{");
	}

	@Override
	void close(StringBuilder out, int choice, @Nullable String finish) {
		JsonText.field(out.append("},"), "finish_reason", (finish != null) ? finish : "");
		out.append("}]");
		TokenUsage usage = answer().usage();
		if (answer().usageInStream()) {
			out.append(",\"usage\":");
			if (finish != null && usage != null) {
				usage(out, usage);
			}
			else {
				out.append("null");
			}
		}
		out.append('}');
	}

	@Override
	void role(StringBuilder out) {
		out.append("\"role\":\"assistant\",\"content\":\"\"");
		if (answer().reasoning().length > 0) {
			out.append(",\"reasoning_content\":\"\"");
		}
	}

	@Override
	void reasoning(StringBuilder out, String token) {
		JsonText.field(out.append("\"content\":\"\","), "reasoning_content", token);
	}

	@Override
	void text(StringBuilder out, String token) {
		JsonText.field(out, "content", token);
	}

	@Override
	void callStart(StringBuilder out, int index, PlannedCall call) {
		firstFragment(out.append("\"content\":\"\","), index, call);
	}

	@Override
	void callArguments(StringBuilder out, int index, String fragment) {
		nextFragment(out.append("\"content\":\"\","), index, fragment);
	}

	@Override
	void lastDelta(StringBuilder out) {
		out.append("\"content\":\"\"");
	}

	@Override
	void completion(StringBuilder out) {
		head(out, "chat.completion");
		out.append(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",");
		JsonText.field(out, "content", answer().wholeText());
		reasoningAndCalls(out, false);
		JsonText.field(out.append("},"), "finish_reason", answer().finish());
		out.append(",\"flag\":0}]");
		TokenUsage usage = answer().usage();
		if (usage != null) {
			usage(out.append(",\"usage\":"), usage);
		}
		out.append('}');
	}

	private static void usage(StringBuilder out, TokenUsage usage) {
		counts(out, usage);
		if (usage.cached() > 0) {
			out.append(",\"prompt_tokens_details\":{\"search_tokens\":0,\"cached_tokens\":")
				.append(usage.cached())
				.append('}');
		}
		if (usage.reasoning() > 0) {
			out.append(",\"completion_tokens_details\":{\"reasoning_tokens\":").append(usage.reasoning()).append('}');
		}
		out.append('}');
	}

}
