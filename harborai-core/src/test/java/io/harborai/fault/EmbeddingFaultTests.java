package io.harborai.fault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.harborai.embedding.EmbeddingRequest;
import io.harborai.embedding.EmbeddingResponse;
import io.harborai.error.BulkheadFullException;
import io.harborai.error.CircuitOpenException;
import io.harborai.error.HarborAiException;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.MalformedResponseException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.error.RateLimitedException;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.BulkheadSettings;
import io.harborai.resilience.CircuitBreakerSettings;
import io.harborai.resilience.RateLimiterSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.routing.RouteSettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Embeddings when vendors fail: the same retries, breakers, bulkheads, limits, keys and
 * clocks as chat, and no half answers.
 */
@ExtendWith(LeakGuard.class)
class EmbeddingFaultTests {

	private static final ResilienceSettings RETRYING = ResilienceSettings.UNSET
		.withRetry(new RetrySettings(3, Duration.ofMillis(100), null, 0d, null));

	private static final String MODEL = "qwen/text-embedding-v4";

	private final SimulatedVendor vendor = SimulatedVendor.start();

	@AfterEach
	void close() {
		this.vendor.close();
	}

	private Wired wired(ResilienceSettings resilience) {
		return wired((p) -> p.resilience(resilience));
	}

	private Wired wired(Consumer<ProviderSettings.Builder> more) {
		return Wired.of((b) -> b.provider("qwen", (p) -> {
			p.apiKey(Wired.KEY).baseUrl(this.vendor.baseUrl(Dialect.OPENAI));
			more.accept(p);
		}));
	}

	private static EmbeddingRequest request(int inputs) {
		return EmbeddingRequest.of((r) -> r.model(MODEL)
			.inputs(IntStream.range(0, inputs).mapToObj((i) -> "Text number " + i + ".").toList()));
	}

	private static Reading<EmbeddingResponse> embed(Wired wired, EmbeddingRequest request) {
		Reading<EmbeddingResponse> reading = new Reading<>(Long.MAX_VALUE);
		wired.client().embeddings().createAsync(request).subscribe(reading);
		return reading;
	}

	private static Reply json(String json) {
		return Reply.raw(200, "application/json", json.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aRateLimitIsWaitedFor() {
		this.vendor.next(Reply.error(429, "rate_limit_exceeded", "Slow down").retryAfter(Duration.ofSeconds(1)));
		try (Wired wired = wired(RETRYING)) {
			Reading<EmbeddingResponse> reading = embed(wired, request(2));
			wired.awaitBackoff();
			wired.ticker().advance(Duration.ofSeconds(1));
			EmbeddingResponse response = reading.completed().get(0);
			assertThat(response.embeddings()).hasSize(2);
			assertThat(response.meta().attempts()).extracting("outcome").containsExactly("rate_limit", "ok");
			wired.paid(1);
		}
	}

	@Test
	void onePartIsRepeatedAlone() {
		this.vendor.next(Reply.error(503, "busy", "busy"));
		try (Wired wired = wired(RETRYING)) {
			Reading<EmbeddingResponse> reading = embed(wired, request(25).toBuilder().concurrency(1).build());
			wired.awaitBackoff();
			wired.ticker().advance(Duration.ofMillis(100));
			EmbeddingResponse response = reading.completed().get(0);
			assertThat(response.embeddings()).hasSize(25);
			assertThat(response.meta().attempts()).hasSize(4);
			assertThat(this.vendor.requests()).hasSize(4);
			wired.paid(1);
		}
	}

	@Test
	void aPartThatFailsFailsTheCallAndEndsTheOthers() {
		Gate gate = new Gate();
		this.vendor.always(Reply.script(
				(request) -> request.body().contains("number 10.") ? Reply.error(400, "bad", "no") : Reply.gate(gate)));
		try (Wired wired = wired(Wired.ONCE)) {
			InvalidRequestException failure = embed(wired, request(100)).failed(InvalidRequestException.class);
			assertThat(failure.vendorCode()).isEqualTo("bad");
			Wired.eventually("the others are cancelled", () -> wired.inFlight() == 0);
			// Four at once, and no more after the failure.
			assertThat(this.vendor.requests()).hasSizeLessThanOrEqualTo(4);
		}
		gate.open();
	}

	@Test
	void cancellingEndsAllRequests() {
		Gate gate = new Gate();
		this.vendor.always(Reply.gate(gate));
		try (Wired wired = wired(Wired.ONCE)) {
			Reading<EmbeddingResponse> reading = embed(wired, request(100));
			assertThat(gate.awaitReached(4, Reading.PATIENCE)).isTrue();
			reading.cancel();
			assertThat(wired.inFlight()).isZero();
			assertThat(this.vendor.connections().awaitClosedByClient(4, Reading.PATIENCE)).isTrue();
			assertThat(this.vendor.requests()).hasSize(4);
			assertThat(reading.terminals()).isZero();
		}
		gate.open();
	}

	@Test
	void theBreakerIsTheSame() {
		this.vendor.always(Reply.error(500, "broken", "broken"));
		CircuitBreakerSettings breaker = new CircuitBreakerSettings(true, 50d, 100d, Duration.ofSeconds(20), 4, 4,
				Duration.ofSeconds(10), 2, Duration.ofSeconds(30));
		try (Wired wired = wired(Wired.ONCE.withCircuitBreaker(breaker))) {
			for (int i = 0; i < 4; i++) {
				embed(wired, request(1)).failed(ProviderUnavailableException.class);
			}
			embed(wired, request(1)).failed(CircuitOpenException.class);
			assertThat(this.vendor.requests()).hasSize(4);
		}
	}

	@Test
	void theBulkheadIsTheSame() {
		Gate gate = new Gate();
		this.vendor.always(Reply.gate(gate));
		try (Wired wired = wired(Wired.ONCE.withBulkhead(new BulkheadSettings(true, 1, Duration.ZERO, null)))) {
			Reading<EmbeddingResponse> first = embed(wired, request(1));
			assertThat(gate.awaitReached(Reading.PATIENCE)).isTrue();
			embed(wired, request(1)).failed(BulkheadFullException.class);
			// Two parts at once are one too many, too.
			embed(wired, request(11)).failed(BulkheadFullException.class);
			gate.open();
			first.completed();
		}
	}

	@Test
	void whoMayWaitForAPlaceDoes() {
		try (Wired wired = wired(Wired.ONCE.withBulkhead(new BulkheadSettings(true, 1, Duration.ofSeconds(60), 10)))) {
			assertThat(embed(wired, request(95)).completed().get(0).embeddings()).hasSize(95);
			assertThat(this.vendor.mostInFlight()).isEqualTo(1);
		}
	}

	@Test
	void tokensAMinuteCountTheInputs() {
		Gate gate = new Gate();
		this.vendor.always(Reply.gate(gate));
		EmbeddingRequest request = EmbeddingRequest.of((r) -> r.model(MODEL).input("x".repeat(360)));
		try (Wired wired = wired(Wired.ONCE.withRateLimiter(new RateLimiterSettings(null, 100L)))) {
			Reading<EmbeddingResponse> first = embed(wired, request);
			assertThat(gate.awaitReached(Reading.PATIENCE)).isTrue();
			embed(wired, request).failed(RateLimitedException.class);
			gate.open();
			first.completed();
			assertThat(this.vendor.requests()).hasSize(1);
		}
	}

	@Test
	void aKeyThatIsRefusedGivesWayToTheNext() {
		this.vendor.next(Reply.error(401, "invalid_api_key", "no"));
		try (Wired wired = wired((p) -> p.resilience(Wired.ONCE).apiKey("spare", Wired.KEY + "-2"))) {
			EmbeddingResponse response = embed(wired, request(1)).completed().get(0);
			assertThat(response.meta().attempts()).extracting("outcome").containsExactly("authentication", "ok");
		}
	}

	@Test
	void theClocksAreTheSame() {
		this.vendor.next(Reply.neverAnswer());
		try (Wired wired = wired(Wired.ONCE)) {
			Reading<EmbeddingResponse> reading = embed(wired, request(1));
			Wired.eventually("the request is there", () -> this.vendor.requests().size() == 1);
			wired.ticker().advance(Duration.ofSeconds(61));
			reading.failed(io.harborai.error.CallTimeoutException.class);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"data\":[{\"embedding\":[1]}]}", "{\"data\":[]}", "{}", "nonsense",
			"{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[2]}]}",
			"{\"data\":[{\"embedding\":[NaN]},{\"embedding\":[1]}]}",
			"{\"data\":[{\"embedding\":[1]},{\"embedding\":[1,2]}]}", "<html>login</html>", "" })
	void whatIsNoAnswerIsAnError(String body) {
		this.vendor.always(json(body));
		try (Wired wired = wired(Wired.ONCE)) {
			MalformedResponseException failure = embed(wired, request(2)).failed(MalformedResponseException.class);
			assertThat(failure).hasMessageContaining("qwen/text-embedding-v4").hasMessageNotContaining("login");
			assertThat(failure.attempts()).extracting("outcome").containsExactly("malformed");
		}
	}

	@Test
	void anAnswerThatBreaksOffIsAnError() {
		this.vendor.always(Reply.answer().cutAfter(40));
		try (Wired wired = wired(Wired.ONCE)) {
			assertThat(embed(wired, request(2)).ended().errors()).singleElement().isInstanceOf(HarborAiException.class);
		}
	}

	@Test
	void partsOfDifferentLengthsAreAnError() {
		this.vendor.always(Reply.script((request) -> request.body().contains("number 10.")
				? json("{\"data\":[{\"embedding\":[1,2,3]}]}") : Reply.answer()));
		try (Wired wired = wired(Wired.ONCE)) {
			assertThat(embed(wired, request(11)).failed(MalformedResponseException.class))
				.hasMessageContaining("different lengths");
		}
	}

	@Test
	void indicesDecide() {
		this.vendor.always(json("{\"data\":[{\"index\":1,\"embedding\":[1]},{\"index\":0,\"embedding\":[0]}]}"));
		try (Wired wired = wired(Wired.ONCE)) {
			List<Float> first = embed(wired, request(2)).completed()
				.get(0)
				.embeddings()
				.stream()
				.map((embedding) -> embedding.vector()[0])
				.toList();
			assertThat(first).containsExactly(0f, 1f);
		}
	}

	@Test
	void anErrorInAGoodAnswerIsAnError() {
		this.vendor.always(json("{\"error\":{\"message\":\"busy\",\"code\":\"rate_limit_exceeded\"}}"));
		try (Wired wired = wired(Wired.ONCE)) {
			assertThat(embed(wired, request(1)).ended().errors()).singleElement()
				.isInstanceOf(HarborAiException.class)
				.isNotInstanceOf(MalformedResponseException.class);
		}
	}

	@Test
	void whatTheVendorQuotesOfTheInputsIsntShown() {
		this.vendor.always(Reply.error(400, "bad", "can't embed: the combination of the safe is 1234"));
		try (Wired wired = wired(Wired.ONCE)) {
			InvalidRequestException failure = embed(wired,
					EmbeddingRequest
						.of((r) -> r.model(MODEL).input("Note: the combination of the safe is 1234, don't tell")))
				.failed(InvalidRequestException.class);
			assertThat(failure).hasMessageNotContaining("1234").hasMessageContaining("can't embed");
		}
	}

	@Test
	void anotherProviderGetsAllOfIt() {
		try (SimulatedVendor other = SimulatedVendor.start(); Wired wired = Wired.of((b) -> {
			b.provider("qwen",
					(p) -> p.apiKey(Wired.KEY).baseUrl(this.vendor.baseUrl(Dialect.OPENAI)).resilience(Wired.ONCE));
			b.provider("other",
					(p) -> p.vendor("qwen")
						.apiKey(Wired.KEY)
						.baseUrl(other.baseUrl(Dialect.OPENAI))
						.resilience(Wired.ONCE));
			b.route("vectors", (r) -> r.model(MODEL)
				.model(new RouteSettings.Model("other/text-embedding-v4", 1, Map.of("plan", "gold"))));
		})) {
			this.vendor.always(Reply.script((request) -> request.body().contains("number 10.")
					? Reply.error(503, "busy", "busy") : Reply.answer()));
			EmbeddingRequest request = request(25).toBuilder().model("vectors").concurrency(1).build();
			EmbeddingResponse response = embed(wired, request).completed().get(0);
			assertThat(response.meta().provider()).isEqualTo("other");
			assertThat(response.embeddings()).hasSize(25);
			assertThat(other.requests()).hasSize(3).allMatch((sent) -> "gold".equals(sent.bodyAsMap().get("plan")));
			assertThat(this.vendor.requests()).noneMatch((sent) -> sent.bodyAsMap().containsKey("plan"));
			assertThat(response.meta().attempts()).extracting("outcome")
				.containsExactly("ok", "overloaded", "ok", "ok", "ok");
			wired.paid(1);
		}
	}

}
