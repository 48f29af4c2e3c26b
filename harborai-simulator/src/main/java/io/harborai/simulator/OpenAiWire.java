package io.harborai.simulator;

import org.jspecify.annotations.Nullable;

/**
 * OpenAI: no reasoning text, only its count; usage in a chunk of its own if asked for;
 * padding against side channels.
 */
final class OpenAiWire extends Wire {

	private static final String PADDING = "q7Zr0kXw2B";

	private final String head;

	private final String opening;

	private int chunks;

	OpenAiWire(Answer answer) {
		super(answer);
		StringBuilder out = new StringBuilder(256);
		head(out, "chat.completion.chunk");
		this.head = out.append(",\"service_tier\":\"default\",\"system_fingerprint\":null,\"choices\":[").toString();
		this.opening = this.head + "{\"index\":";
	}

	@Override
	void open(StringBuilder out, int choice) {
		out.append(this.opening).append(choice).append(",\"delta\":{");
	}

	@Override
	void close(StringBuilder out, int choice, @Nullable String finish) {
		JsonText.field(out.append("},\"logprobs\":null,"), "finish_reason", finish);
		out.append("}]");
		if (answer().usageInStream()) {
			out.append(",\"usage\":null");
		}
		padding(out);
	}

	@Override
	void role(StringBuilder out) {
		out.append(answer().calls().isEmpty() ? "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null"
				: "\"role\":\"assistant\",\"content\":null,\"refusal\":null");
	}

	@Override
	void reasoning(StringBuilder out, String token) {
		throw new IllegalStateException("OpenAI shows no reasoning");
	}

	@Override
	void text(StringBuilder out, String token) {
		JsonText.field(out, "content", token);
	}

	@Override
	void callStart(StringBuilder out, int index, PlannedCall call) {
		firstFragment(out, index, call);
	}

	@Override
	void callArguments(StringBuilder out, int index, String fragment) {
		nextFragment(out, index, fragment);
	}

	@Override
	void lastDelta(StringBuilder out) {
		// the last delta is empty
	}

	@Override
	boolean usageChunk(StringBuilder out) {
		TokenUsage usage = answer().usage();
		if (usage == null || !answer().usageInStream()) {
			return false;
		}
		usage(out.append(this.head).append("],\"usage\":"), usage);
		padding(out);
		return true;
	}

	@Override
	void completion(StringBuilder out) {
		head(out, "chat.completion");
		out.append(",\"choices\":[");
		for (int choice = 0; choice < answer().choices(); choice++) {
			out.append((choice > 0) ? "," : "").append("{\"index\":").append(choice);
			out.append(",\"message\":{\"role\":\"assistant\",");
			boolean silent = answer().text().length == 0 && !answer().calls().isEmpty();
			JsonText.field(out, "content", silent ? null : answer().wholeText());
			calls(out, false);
			JsonText.field(out.append(",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,"), "finish_reason",
					answer().finish());
			out.append('}');
		}
		out.append(']');
		TokenUsage usage = answer().usage();
		if (usage != null) {
			usage(out.append(",\"usage\":"), usage);
		}
		out.append(",\"service_tier\":\"default\",\"system_fingerprint\":null}");
	}

	private void padding(StringBuilder out) {
		out.append(",\"obfuscation\":\"").append(PADDING, 0, 1 + this.chunks++ % PADDING.length()).append("\"}");
	}

	private static void usage(StringBuilder out, TokenUsage usage) {
		counts(out, usage);
		out.append(",\"prompt_tokens_details\":{\"cached_tokens\":")
			.append(usage.cached())
			.append(",\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":")
			.append(usage.reasoning())
			.append(",\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}");
	}

}
