package io.harborai.samples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;

/**
 * What the simulated vendor answers to the questions that the page suggests. To all
 * others it says what it always says.
 */
final class SimulatedAnswers implements Function<RecordedRequest, @Nullable Reply> {

	private static final List<String> FILES = List.of("bulkhead", "streaming", "comparison", "breaker");

	private final Map<String, Reply> replies = new HashMap<>();

	SimulatedAnswers() {
		for (String file : FILES) {
			String[] parts = read("simulated/" + file + ".md").split("\n", 3);
			this.replies.put(parts[0], Reply.answer().reasoning(parts[1]).text(parts[2].strip()));
		}
	}

	@Override
	public @Nullable Reply apply(RecordedRequest request) {
		if (request.path().endsWith("/chat/completions")
				&& request.bodyAsMap().get("messages") instanceof List<?> messages && !messages.isEmpty()
				&& messages.get(messages.size() - 1) instanceof Map<?, ?> last
				&& last.get("content") instanceof String question) {
			return this.replies.get(question);
		}
		return null;
	}

	private static String read(String path) {
		try {
			return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
