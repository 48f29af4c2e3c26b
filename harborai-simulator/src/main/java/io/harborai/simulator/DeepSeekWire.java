package io.harborai.simulator;

import org.jspecify.annotations.Nullable;

/**
 * DeepSeek: usage on the finish chunk whether asked for or not, {@code content} and
 * {@code reasoning_content} side by side with one of them null while a thinking model
 * streams.
 */
final class DeepSeekWire extends Wire {

	private static final String FINGERPRINT = "fp_5e1a07b2c9_prod0820_fp8_kvcache";

	private final String opening;

	DeepSeekWire(Answer answer) {
		super(answer);
		StringBuilder out = new StringBuilder(256);
		head(out, "chat.completion.chunk");
		out.append(",\"system_fingerprint\":\"").append(FINGERPRINT).append("\",\"choices\":[{\"index\":");
		this.opening = out.toString();
	}

	@Override
	void open(StringBuilder out, int choice) {
		out.append(this.opening).append(choice).append(",\"delta\":{");
	}

	@Override
	void close(StringBuilder out, int choice, @Nullable String finish) {
		out.append("},\"logprobs\":null,");
		JsonText.field(out, "finish_reason", finish);
		out.append("}]");
		TokenUsage usage = answer().usage();
		if (finish != null && usage != null) {
			usage(out.append(",\"usage\":"), usage);
		}
		else if (answer().usageInStream()) {
			out.append(",\"usage\":null");
		}
		out.append('}');
	}

	@Override
	void role(StringBuilder out) {
		out.append(thinking() ? "\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"\""
				: "\"role\":\"assistant\",\"content\":\"\"");
	}

	@Override
	void reasoning(StringBuilder out, String token) {
		JsonText.field(out.append("\"content\":null,"), "reasoning_content", token);
	}

	@Override
	void text(StringBuilder out, String token) {
		JsonText.field(out, "content", token);
		if (thinking()) {
			out.append(",\"reasoning_content\":null");
		}
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
		out.append("\"content\":\"\"");
		if (thinking()) {
			out.append(",\"reasoning_content\":null");
		}
	}

	@Override
	void completion(StringBuilder out) {
		head(out, "chat.completion");
		out.append(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",");
		JsonText.field(out, "content", answer().wholeText());
		reasoningAndCalls(out, true);
		JsonText.field(out.append("},\"logprobs\":null,"), "finish_reason", answer().finish());
		out.append("}]");
		TokenUsage usage = answer().usage();
		if (usage != null) {
			usage(out.append(",\"usage\":"), usage);
		}
		out.append(",\"system_fingerprint\":\"").append(FINGERPRINT).append("\"}");
	}

	private boolean thinking() {
		return answer().reasoning().length > 0;
	}

	private void usage(StringBuilder out, TokenUsage usage) {
		counts(out, usage);
		out.append(",\"prompt_tokens_details\":{\"cached_tokens\":").append(usage.cached()).append('}');
		if (answer().thinking() || usage.reasoning() > 0) {
			out.append(",\"completion_tokens_details\":{\"reasoning_tokens\":").append(usage.reasoning()).append('}');
		}
		out.append(",\"prompt_cache_hit_tokens\":")
			.append(usage.cached())
			.append(",\"prompt_cache_miss_tokens\":")
			.append(usage.prompt() - usage.cached())
			.append('}');
	}

}
