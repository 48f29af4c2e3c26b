package io.harborai.samples.failover;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

@FailoverTest
class FailoverApiTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final ParameterizedTypeReference<Map<String, Object>> EVENT = new ParameterizedTypeReference<>() {
	};

	private final Vendor a;

	private final Vendor b;

	private final Load load;

	private WebClient page;

	private WebTestClient api;

	FailoverApiTests(@Autowired List<Vendor> vendors, @Autowired Load load) {
		this.a = vendors.get(0);
		this.b = vendors.get(1);
		this.load = load;
	}

	@BeforeEach
	void allIsWell(@LocalServerPort int port) {
		this.page = WebClient.create("http://localhost:" + port);
		this.api = WebTestClient.bindToServer().baseUrl("http://localhost:" + port).responseTimeout(PATIENCE).build();
		this.load.run(true);
		this.a.become(Condition.WELL);
		this.b.become(Condition.WELL);
		await((event) -> hasBreaker(event, 0, "CLOSED"));
	}

	@Test
	void callsStartAndAreAnsweredByTheFirstVendor() {
		Map<String, Object> started = await((event) -> event.get("type").equals("started"));
		assertThat(started).containsOnlyKeys("type", "call");
		Map<String, Object> ended = await(FailoverApiTests::isAnsweredAtOnce);
		assertThat(ended.get("firstTokenMillis")).isInstanceOf(Integer.class);
		assertThat(ended).containsEntry("error", null);
	}

	@Test
	void callsMoveOverTheBreakerOpensAndTheyComeBack() {
		become("vendor-a", "FAILING");
		Map<String, Object> moved = await((event) -> isAnsweredBy(event, "vendor-b"));
		assertThat(attempts(moved)).contains("vendor-a overloaded").endsWith("vendor-b ok");
		await((event) -> hasBreaker(event, 0, "OPEN"));
		Map<String, Object> spared = await(
				(event) -> isAnsweredBy(event, "vendor-b") && attempts(event).contains("vendor-a circuit_open"));
		assertThat(attempts(spared)).doesNotHaveDuplicates().endsWith("vendor-b ok");
		become("vendor-a", "WELL");
		await((event) -> hasBreaker(event, 0, "CLOSED"));
		await(FailoverApiTests::isAnsweredAtOnce);
	}

	@Test
	void silenceMovesCallsOverToo() {
		become("vendor-a", "SILENT");
		Map<String, Object> moved = await((event) -> isAnsweredBy(event, "vendor-b"));
		assertThat(attempts(moved)).contains("vendor-a timeout_first_token").endsWith("vendor-b ok");
		await((event) -> hasBreaker(event, 0, "OPEN"));
	}

	@Test
	void whenNobodyIsLeftCallsFailTyped() {
		become("vendor-a", "FAILING");
		become("vendor-b", "FAILING");
		Map<String, Object> failed = await(
				(event) -> event.get("problem") instanceof String problem && problem.contains("vendor-b"));
		assertThat(failed).containsEntry("provider", null);
		assertThat((String) failed.get("error")).isIn("ProviderUnavailableException", "CircuitOpenException");
		await((event) -> hasBreaker(event, 0, "OPEN") && hasBreaker(event, 1, "OPEN"));
	}

	@Test
	void noCallsAreMadeWhilePaused() {
		this.api.put().uri("/api/load/false").exchange().expectStatus().isNoContent();
		// A tick that was under way when the button was pressed may still start a call.
		List<Map<String, Object>> paused = events().skipUntil((event) -> Boolean.FALSE.equals(event.get("running")))
			.skip(10)
			.take(10)
			.collectList()
			.block(PATIENCE);
		assertThat(paused).extracting((event) -> event.get("type")).doesNotContain("started");
	}

	@Test
	void theLastPageTakesItsCallsWithIt() {
		Gate gate = new Gate();
		// After its first token only the page can end it, or in a minute the clock.
		this.a.server().next(Reply.answer().text("one two three").reasoning("").holdAfter(1, gate));
		int closed = this.a.server().connections().closedByClient();
		Disposable page = events().subscribe();
		assertThat(gate.awaitReached(PATIENCE)).isTrue();
		page.dispose();
		assertThat(this.a.server().connections().awaitClosedByClient(closed + 1, Duration.ofSeconds(20))).isTrue();
		assertThat(gate.isOpen()).isFalse();
	}

	@Test
	void statusTellsWhatHasReachedAVendor() {
		become("vendor-b", "FAILING");
		await((event) -> isAnsweredBy(event, "vendor-a"));
		Map<String, Object> status = await(
				(event) -> event.get("type").equals("status") && "FAILING".equals(vendor(event, 1).get("condition")));
		assertThat(vendor(status, 0)).containsEntry("name", "vendor-a").containsEntry("condition", "WELL");
		assertThat((Integer) vendor(status, 0).get("requests")).isPositive();
		assertThat(vendor(status, 1)).containsEntry("name", "vendor-b");
	}

	@Test
	void anUnknownVendorIsNotFound() {
		this.api.put().uri("/api/vendors/vendor-c/FAILING").exchange().expectStatus().isNotFound();
		this.api.put().uri("/api/vendors/vendor-a/TIRED").exchange().expectStatus().isBadRequest();
	}

	private void become(String vendor, String condition) {
		this.api.put()
			.uri("/api/vendors/{name}/{condition}", vendor, condition)
			.exchange()
			.expectStatus()
			.isNoContent();
	}

	private Map<String, Object> await(Predicate<Map<String, Object>> wanted) {
		return events().filter(wanted).blockFirst(PATIENCE);
	}

	private Flux<Map<String, Object>> events() {
		return this.page.get().uri("/api/events").accept(MediaType.TEXT_EVENT_STREAM).retrieve().bodyToFlux(EVENT);
	}

	private static boolean hasBreaker(Map<String, Object> event, int place, String state) {
		return event.get("type").equals("status") && vendor(event, place).get("breaker").equals(state);
	}

	private static boolean isAnsweredBy(Map<String, Object> event, String provider) {
		return event.get("type").equals("ended") && provider.equals(event.get("provider"));
	}

	private static boolean isAnsweredAtOnce(Map<String, Object> event) {
		return event.get("type").equals("ended") && attempts(event).equals(List.of("vendor-a ok"));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> vendor(Map<String, Object> status, int place) {
		return ((List<Map<String, Object>>) status.get("vendors")).get(place);
	}

	@SuppressWarnings("unchecked")
	private static List<String> attempts(Map<String, Object> ended) {
		return ((List<Map<String, Object>>) ended.get("attempts")).stream()
			.map((attempt) -> attempt.get("provider") + " " + attempt.get("outcome"))
			.toList();
	}

}
