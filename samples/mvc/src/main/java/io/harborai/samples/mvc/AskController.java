package io.harborai.samples.mvc;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletion;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Asks and waits. The waiting thread is a virtual one, so thousands may wait at once.
 */
@RestController
final class AskController {

	private final HarborAiClient client;

	AskController(HarborAiClient client) {
		this.client = client;
	}

	@GetMapping("/ask")
	Answer ask(@RequestParam String q, @RequestParam(required = false) @Nullable String model) {
		ChatCompletion completion = this.client.chat()
			.completions()
			.create((request) -> request.model(model).system("You answer in one sentence.").user(q));
		return Answer.of(completion);
	}

}
