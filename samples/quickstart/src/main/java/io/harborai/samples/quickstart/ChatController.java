package io.harborai.samples.quickstart;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Hands answers on while they come. Nothing is collected on the way: a slow reader slows
 * the vendor down, and a reader who goes away ends the call.
 */
@RestController
final class ChatController {

	private final HarborAiClient client;

	ChatController(HarborAiClient client) {
		this.client = client;
	}

	/**
	 * For the page: the answer as one JSON object a line.
	 */
	@PostMapping(path = "/api/chat", produces = MediaType.APPLICATION_NDJSON_VALUE)
	Flux<ChatEvent> chat(@RequestBody Conversation conversation) {
		return this.client.chat()
			.completions()
			.stream(conversation.toRequest())
			.filter((chunk) -> chunk.hasDelta() || chunk.finishReason() != null || chunk.last())
			.map(ChatEvent::of)
			.onErrorResume(HarborAiException.class, (ex) -> Flux.just(ChatEvent.Failure.of(ex)));
	}

	/**
	 * For curl: the answer as plain text.
	 */
	@GetMapping(path = "/ask", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
	Flux<String> ask(@RequestParam String q, @RequestParam(required = false) @Nullable String model) {
		return this.client.chat()
			.completions()
			.stream((request) -> request.model(model).user(q))
			.map(ChatCompletionChunk::content)
			.filter((text) -> !text.isEmpty())
			.onErrorResume(StreamInterruptedException.class, (ex) -> Flux.just("\n\n" + ex.getMessage()))
			.concatWithValues("\n");
	}

}
