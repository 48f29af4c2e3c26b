package io.harborai.samples.extract;

import io.harborai.HarborAiClient;
import io.harborai.chat.Reasoning;
import io.harborai.error.HarborAiException;
import io.harborai.samples.extract.FormEvent.Failed;
import io.harborai.simulator.SimulatedVendor;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Has a text read, and hands the record on while it fills. Nothing is collected on the
 * way; a reader who goes away ends the call.
 */
@RestController
final class ExtractController {

	private static final String TASK = "You fill in a form from a text. Take only what the text says, as it says it, "
			+ "and leave out what it doesn't say.";

	private final HarborAiClient client;

	private final boolean simulated;

	ExtractController(HarborAiClient client, ObjectProvider<SimulatedVendor> simulated) {
		this.client = client;
		this.simulated = simulated.getIfAvailable() != null;
	}

	@PostMapping(path = "/api/extract", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<FormEvent> extract(@RequestBody String text) {
		if (text.isBlank()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"There is nothing to read; send a text as the body");
		}
		return this.client.chat()
			.completions()
			.stream((request) -> request.system(TASK).user(text).reasoning(Reasoning.off()), ShippingNotice.class)
			.map(FormEvent::of)
			.onErrorResume(HarborAiException.class, (ex) -> Flux.just(Failed.of(ex)));
	}

	@GetMapping("/api/setup")
	Setup setup() {
		return new Setup(this.simulated);
	}

	/**
	 * What the page needs to know before the first text.
	 *
	 * @param simulated whether the vendor is simulated
	 */
	record Setup(boolean simulated) {
	}

}
