package io.harborai.samples.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;

/**
 * What the simulated vendor reads in the page's examples. It can read nothing else, and
 * says so.
 */
final class SimulatedAnswers implements Function<RecordedRequest, @Nullable Reply> {

	private static final int BEFORE_THE_BREAK = 78;

	private final Map<String, Reply> replies = Map.of(text("ship"), answer("ship"), text("mail"), answer("mail"),
			text("broken"), answer("broken").truncateAfter(BEFORE_THE_BREAK));

	private final Reply unread = answer("unread");

	@Override
	public @Nullable Reply apply(RecordedRequest request) {
		if (request.path().endsWith("/chat/completions")
				&& request.bodyAsMap().get("messages") instanceof List<?> messages && !messages.isEmpty()
				&& messages.get(messages.size() - 1) instanceof Map<?, ?> last
				&& last.get("content") instanceof String text && !text.startsWith("!")) {
			return this.replies.getOrDefault(text.strip(), this.unread);
		}
		return null;
	}

	private static String text(String example) {
		return read("static/examples/" + example + ".txt").strip();
	}

	private static Reply answer(String example) {
		return Reply.answer().reasoning("").text(read("simulated/" + example + ".json").strip());
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
