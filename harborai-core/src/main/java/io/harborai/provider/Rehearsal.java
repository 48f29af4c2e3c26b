package io.harborai.provider;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.harborai.chat.ChatCompletionAccumulator;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ResponseMeta;
import io.harborai.wire.ChatRequestWriter;
import io.harborai.wire.ChatResponseReader;
import io.harborai.wire.ChunkReader;

/**
 * Writes a request that nobody gets and reads answers that nobody gave, so that what is
 * needed for that is loaded.
 */
final class Rehearsal {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.builder()
		.model("none")
		.system("Nobody reads this.")
		.user("Nor this.")
		.temperature(0.5)
		.maxTokens(1)
		.build();

	private static final byte[] WHOLE = """
			{"id":"0","object":"chat.completion","created":1,"model":"none","choices":[{"index":0,"message":\
			{"role":"assistant","content":"Nobody said this."},"finish_reason":"stop"}],\
			"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""".getBytes(StandardCharsets.UTF_8);

	private static final byte[] CHUNK = """
			{"id":"0","object":"chat.completion.chunk","created":1,"model":"none","choices":[{"index":0,"delta":\
			{"role":"assistant","content":"Nor this."},"finish_reason":"stop"}]}""".getBytes(StandardCharsets.UTF_8);

	private static final ResponseMeta META = new ResponseMeta("none", "none", "none", null, null, null, null, List.of(),
			List.of(), false);

	private Rehearsal() {
	}

	static void of(ChatRequestWriter writer, ChatResponseReader reader) {
		writer.write(REQUEST, "none", true, Map.of(), OutputStream.nullOutputStream());
		reader.readCompletion(WHOLE, 0, WHOLE.length, META);
		ChunkReader chunks = reader.chunks(META);
		ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();
		accumulator.add(Objects.requireNonNull(chunks.read(CHUNK, 0, CHUNK.length)));
		chunks.flush();
		accumulator.toCompletion();
	}

}
