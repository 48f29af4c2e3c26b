package io.harborai.samples.extract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.harborai.simulator.Gate;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the application tells of a text while it is read.
 */
@ExtractTest
class ExtractStreamTests {

	static final String NOTICE = "{\"reference\": \"HB-1\", \"carrier\": \"Blue Anchor Line\", "
			+ "\"goods\": [{\"article\": \"Tiles\", \"packages\": \"2 pallets\"}, {\"article\": \"Taps\"}], "
			+ "\"instructions\": \"Keep it dry.\"}";

	/** How many tokens have come when the carrier has been called Blue. */
	static final int UP_TO_BLUE = 5;

	/** How many tokens have come when the first row is finished. */
	static final int UP_TO_FIRST_ROW = 14;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final ParameterizedTypeReference<Map<String, Object>> EVENT = new ParameterizedTypeReference<>() {
	};

	private final SimulatedVendor vendor;

	private String url = "";

	ExtractStreamTests(@Autowired SimulatedVendor vendor) {
		this.vendor = vendor;
	}

	@BeforeEach
	void connect(@LocalServerPort int port) {
		this.url = "http://localhost:" + port;
	}

	@Test
	void fieldsArriveBeforeTheVendorHasSentTheRest() {
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().reasoning("").text(NOTICE).holdAfter(UP_TO_BLUE, gate));
		List<Map<String, Object>> seen = new ArrayList<>();
		StepVerifier.create(extract("Two pallets of tiles").doOnNext(seen::add))
			.thenConsumeWhile((event) -> !"Blue".equals(notice(event).get("carrier")))
			.assertNext((event) -> {
				assertThat(event).containsOnlyKeys("type", "notice").containsEntry("type", "filling");
				assertThat(notice(event)).containsEntry("reference", "HB-1").containsEntry("goods", List.of());
			})
			.then(() -> assertThat(gate.isOpen()).isFalse())
			.then(gate::open)
			.thenConsumeWhile((event) -> event.get("type").equals("filling"))
			.assertNext((event) -> {
				assertThat(event).containsEntry("type", "complete")
					.containsEntry("model", "deepseek/deepseek-flash")
					.containsEntry("strategy", "JSON_OBJECT")
					.containsKeys("tokens", "cost", "millis");
				assertThat(notice(event)).containsEntry("carrier", "Blue Anchor Line")
					.containsEntry("instructions", "Keep it dry.");
			})
			.expectComplete()
			.verify(PATIENCE);
		assertThat(seen).extracting((event) -> String.valueOf(notice(event).get("carrier")))
			.containsSubsequence("Blue", "Blue Anchor", "Blue Anchor Line");
		assertThat(seen).extracting((event) -> rows(event).size()).contains(0, 1, 2).isSorted();
	}

	@Test
	void brokenStreamEndsWithTheLastGoodSnapshot() {
		this.vendor.next(Reply.answer().reasoning("").text(NOTICE).truncateAfter(UP_TO_BLUE));
		StepVerifier.create(extract("Two pallets of tiles"))
			.thenConsumeWhile((event) -> event.get("type").equals("filling"))
			.assertNext((event) -> {
				assertThat(event).containsEntry("type", "failed")
					.containsEntry("error", "StructuredOutputException")
					.containsEntry("reason", "INTERRUPTED")
					.containsKeys("problem", "explanation");
				assertThat(notice(event)).containsEntry("reference", "HB-1").containsEntry("carrier", "Blue");
			})
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void answerThatIsNoNoticeIsAFailure() {
		this.vendor.next(Reply.answer().reasoning("").text("{\"reference\": \"HB-1\", \"goods\": \"tiles\"}"));
		StepVerifier.create(extract("Two pallets of tiles"))
			.thenConsumeWhile((event) -> event.get("type").equals("filling"))
			.assertNext((event) -> assertThat(event).containsEntry("type", "failed")
				.containsEntry("reason", "DOES_NOT_FIT"))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void failureBeforeTheFirstFieldHasNoSnapshot() {
		this.vendor.next(Reply.status(402));
		StepVerifier.create(extract("Two pallets of tiles"))
			.assertNext((event) -> assertThat(event).containsEntry("type", "failed")
				.containsEntry("error", "InsufficientBalanceException")
				.containsKeys("problem", "explanation")
				.doesNotContainKeys("reason", "notice"))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void goingAwayClosesTheVendorsConnection() {
		Gate gate = new Gate();
		int closed = this.vendor.connections().closedByClient();
		this.vendor.next(Reply.answer().reasoning("").text(NOTICE).holdAfter(UP_TO_BLUE, gate));
		StepVerifier.create(extract("Two pallets of tiles"))
			.thenConsumeWhile((event) -> !"Blue".equals(notice(event).get("carrier")))
			.expectNextCount(1)
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.vendor.connections().awaitClosedByClient(closed + 1, PATIENCE)).isTrue();
		assertThat(gate.isOpen()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ship", "mail", "broken", "unread" })
	void whatIsSimulatedFitsTheForm(String example) {
		this.vendor.next(Reply.answer()
			.reasoning("")
			.text(read("simulated/" + example + ".json").strip())
			.tokensPerSecond(0));
		StepVerifier.create(extract("Two pallets of tiles"))
			.thenConsumeWhile((event) -> event.get("type").equals("filling"))
			.assertNext((event) -> {
				assertThat(event).containsEntry("type", "complete");
				assertThat(rows(event)).hasSize(example.equals("unread") ? 0 : 3);
			})
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void textsOtherThanTheExamplesAreSaidToBeUnread() {
		StepVerifier.create(extract("Two pallets of tiles"))
			.thenConsumeWhile((event) -> event.get("type").equals("filling"))
			.assertNext((event) -> assertThat(String.valueOf(notice(event).get("instructions")))
				.startsWith("I am only simulated"))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void exampleReachesTheVendorAndBreaksOffAsPromised() {
		int before = this.vendor.requests().size();
		StepVerifier.create(extract(read("static/examples/broken.txt").strip()))
			.thenConsumeWhile((event) -> event.get("type").equals("filling"))
			.assertNext((event) -> {
				assertThat(event).containsEntry("type", "failed").containsEntry("reason", "INTERRUPTED");
				assertThat(rows(event)).hasSize(2);
			})
			.expectComplete()
			.verify(PATIENCE);
		RecordedRequest request = this.vendor.requests().get(before);
		assertThat(request.bodyAsMap()).containsEntry("stream", true)
			.containsEntry("response_format", Map.of("type", "json_object"));
		assertThat(request.body()).contains("Nordhof Saatgut", "What a text says about a delivery");
	}

	@Test
	void nothingToReadIsABadRequest() {
		WebTestClient.bindToServer()
			.baseUrl(this.url)
			.responseTimeout(PATIENCE)
			.build()
			.post()
			.uri("/api/extract")
			.contentType(MediaType.TEXT_PLAIN)
			.bodyValue(" ")
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("There is nothing to read; send a text as the body");
	}

	private Flux<Map<String, Object>> extract(String text) {
		return WebClient.create(this.url)
			.post()
			.uri("/api/extract")
			.contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
			.accept(MediaType.TEXT_EVENT_STREAM)
			.bodyValue(text)
			.retrieve()
			.bodyToFlux(EVENT);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> notice(Map<String, Object> event) {
		return (Map<String, Object>) event.getOrDefault("notice", Map.of());
	}

	private static List<?> rows(Map<String, Object> event) {
		return (List<?>) notice(event).getOrDefault("goods", List.of());
	}

	private static String read(String path) {
		try {
			return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(path, ex);
		}
	}

}
