package io.harborai.benchmarks.micro;

import java.nio.charset.StandardCharsets;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletionRequest;

/**
 * What the benchmarks work on.
 */
public final class Samples {

	/** The model that is asked for. */
	public static final String MODEL = "bench-model";

	/** A whole answer. */
	public static final byte[] COMPLETION = bytes(
			"{\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion\","
					+ "\"created\":1793404800,\"model\":\"bench-model\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
					+ "\"assistant\",\"content\":\"" + "A light on every cape. ".repeat(13) + "\"},\"logprobs\":null,"
					+ "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":42,\"completion_tokens\":64,\"total_tokens\":106,"
					+ "\"prompt_tokens_details\":{\"cached_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":0}},"
					+ "\"system_fingerprint\":\"fp_0123456789\"}");

	/** A stream's event. */
	public static final byte[] CHUNK = bytes(
			"{\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion.chunk\","
					+ "\"created\":1793404800,\"model\":\"bench-model\",\"system_fingerprint\":\"fp_0123456789\",\"choices\":"
					+ "[{\"index\":0,\"delta\":{\"content\":\" light\"},\"logprobs\":null,\"finish_reason\":null}]}");

	/** A thousand events as they come over the wire. */
	public static final byte[] EVENTS = bytes(
			("data: " + new String(CHUNK, StandardCharsets.UTF_8) + "\n\n").repeat(1000));

	private Samples() {
	}

	/**
	 * A request.
	 * @param characters how long the user's message is
	 * @return the request
	 */
	public static ChatCompletionRequest request(int characters) {
		return ChatCompletionRequest.builder()
			.model(MODEL)
			.system("You are a helpful assistant. Answer in one short paragraph.")
			.user("Explain why there was a \"light\" on every cape.\n".repeat(Math.max(1, characters / 49)))
			.temperature(0.7)
			.maxTokens(256)
			.build();
	}

	/**
	 * A client of four vendors that are never called.
	 * @return the client
	 */
	public static HarborAiClient client() {
		return HarborAiClient.builder()
			.provider("deepseek", (provider) -> provider.apiKey("bench-key"))
			.provider("doubao", (provider) -> provider.apiKey("bench-key"))
			.provider("wenxin", (provider) -> provider.apiKey("bce-v3/ALTAK-bench/bench"))
			.provider("openai", (provider) -> provider.apiKey("bench-key").model(MODEL))
			.build();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
