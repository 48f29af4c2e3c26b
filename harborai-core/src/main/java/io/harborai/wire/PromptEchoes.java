package io.harborai.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ContentPart;
import io.harborai.chat.Message;
import io.harborai.chat.SystemMessage;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolMessage;
import io.harborai.chat.UserMessage;
import io.harborai.embedding.EmbeddingInput;
import io.harborai.embedding.EmbeddingRequest;
import org.jspecify.annotations.Nullable;

/**
 * Hides what a vendor quotes from the request. Names of tools and fields are not secrets:
 * they tell what is wrong.
 */
final class PromptEchoes {

	private static final int RUN = 12;

	/** A run of Chinese characters says as much at half the length. */
	private static final int WIDE_RUN = 6;

	private PromptEchoes() {
	}

	static void hide(ChatCompletionRequest request, Redaction redaction) {
		hide(texts(request), redaction);
	}

	static void hide(EmbeddingRequest request, Redaction redaction) {
		List<String> texts = new ArrayList<>();
		for (EmbeddingInput input : request.inputs()) {
			if (input instanceof EmbeddingInput.Text text) {
				add(text.text(), texts);
			}
			else if (input instanceof EmbeddingInput.Parts parts) {
				parts.parts().forEach((part) -> part(part, texts));
			}
		}
		add(request.endUser(), texts);
		add(request.extraBody(), texts);
		hide(texts, redaction);
	}

	static void hide(AssistantMessage answer, Redaction redaction) {
		List<String> texts = new ArrayList<>();
		message(answer, texts);
		hide(texts, redaction);
	}

	private static void hide(List<String> texts, Redaction redaction) {
		new Shingles(redaction, RUN, false).hide(texts);
		new Shingles(redaction, WIDE_RUN, true).hide(texts);
		for (String text : texts) {
			if (text.length() >= WIDE_RUN && text.length() < RUN) {
				redaction.hideAll(text);
			}
		}
	}

	private static List<String> texts(ChatCompletionRequest request) {
		List<String> texts = new ArrayList<>();
		request.messages().forEach((message) -> message(message, texts));
		for (Tool tool : request.tools()) {
			add(tool.description(), texts);
		}
		add(request.endUser(), texts);
		add(request.extraBody(), texts);
		return texts;
	}

	private static void message(Message message, List<String> texts) {
		if (message instanceof SystemMessage system) {
			add(system.content(), texts);
		}
		else if (message instanceof UserMessage user) {
			add(user.name(), texts);
			user.parts().forEach((part) -> part(part, texts));
		}
		else if (message instanceof AssistantMessage assistant) {
			add(assistant.content(), texts);
			add(assistant.reasoning(), texts);
			assistant.toolCalls().forEach((call) -> {
				add(call.arguments(), texts);
				add(call.additional(), texts);
			});
		}
		else if (message instanceof ToolMessage tool) {
			add(tool.content(), texts);
		}
		add(message.additional(), texts);
	}

	private static void part(ContentPart part, List<String> texts) {
		if (part instanceof ContentPart.Text text) {
			add(text.text(), texts);
		}
		else if (part instanceof ContentPart.Image image) {
			url(image.url(), texts);
		}
		else if (part instanceof ContentPart.Video video) {
			url(video.url(), texts);
		}
	}

	private static void url(String url, List<String> texts) {
		// What a data URL holds is base64, which goes as something that looks like a key.
		if (!url.startsWith("data:")) {
			add(url, texts);
		}
	}

	private static void add(@Nullable Object value, List<String> texts) {
		if (value instanceof String text) {
			texts.add(Scrubber.line(text));
		}
		else if (value instanceof Map<?, ?> map) {
			map.values().forEach((entry) -> add(entry, texts));
		}
		else if (value instanceof Iterable<?> list) {
			list.forEach((entry) -> add(entry, texts));
		}
	}

}
