package io.harborai.fault;

import java.util.List;
import java.util.stream.Collectors;

import io.harborai.chat.ChatCompletionChunk;

/**
 * What a vendor says, by hand.
 */
final class Sse {

	static final String ROLE = event("{\"role\":\"assistant\",\"content\":\"\"}", null);

	static final String FINISH = event("{}", "stop");

	static final String USAGE = "data: {\"id\":\"x\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,"
			+ "\"completion_tokens\":4,\"total_tokens\":7}}\n\n";

	static final String DONE = "data: [DONE]\n\n";

	static final String KEEP_ALIVE = ": keep-alive\n\n";

	static final String ERROR = "data: {\"error\":{\"message\":\"Internal trouble\",\"type\":\"server_error\","
			+ "\"code\":\"internal_error\"}}\n\n";

	private Sse() {
	}

	static String text(String text) {
		return event("{\"content\":\"" + text + "\"}", null);
	}

	static String reasoning(String text) {
		return event("{\"reasoning_content\":\"" + text + "\"}", null);
	}

	private static String event(String delta, String finish) {
		return "data: {\"id\":\"x\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + delta
				+ ",\"finish_reason\":" + ((finish != null) ? "\"" + finish + "\"" : "null") + "}]}\n\n";
	}

	static String completion(String text) {
		return "{\"id\":\"x\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
				+ "\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,"
				+ "\"completion_tokens\":4,\"total_tokens\":7}}";
	}

	static String content(List<ChatCompletionChunk> chunks) {
		return chunks.stream().map(ChatCompletionChunk::content).collect(Collectors.joining());
	}

}
