package io.harborai.routing;

import java.time.Duration;
import java.util.List;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.error.AttemptSummary;
import io.harborai.error.HarborAiException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.fault.Aftermath;
import io.harborai.fault.LeakGuard;
import io.harborai.fault.Reading;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.HedgeSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for routes between real servers.
 */
@ExtendWith(LeakGuard.class)
class RoutingOverHttpTests {

	private static final HedgeSettings HEDGE = new HedgeSettings(true, 0.95, Duration.ofMillis(50), 1d);

	private final SimulatedVendor first = SimulatedVendor.start();

	private final SimulatedVendor second = SimulatedVendor.start();

	private HarborAiClient client;

	private void start(ResilienceSettings resilience) {
		this.client = HarborAiClient.builder()
			.provider("one", (p) -> fill(p, this.first, resilience))
			.provider("two", (p) -> fill(p, this.second, resilience))
			.route("smart",
					(r) -> r.model("one/deepseek-flash")
						.model(new RouteSettings.Model("two/deepseek-v4-pro", 1, java.util.Map.of("plan", "gold"))))
			.build();
	}

	private static void fill(ProviderSettings.Builder p, SimulatedVendor vendor, ResilienceSettings resilience) {
		p.vendor("deepseek").apiKey("sk-one").baseUrl(vendor.baseUrl(Dialect.DEEPSEEK)).resilience(resilience);
	}

	@AfterEach
	void close() {
		Aftermath.check(this.client);
		this.client.close();
		this.first.close();
		this.second.close();
	}

	private static ChatCompletionRequest request() {
		return Routed.request("smart");
	}

	@Test
	void failingVendorIsLeftForTheNext() {
		start(Routed.ONCE);
		this.first.always(Reply.error(503, "busy", "busy"));
		ChatCompletion answer = this.client.chat().completions().create(request());
		assertThat(answer.meta().provider()).isEqualTo("two");
		assertThat(answer.meta().attempts()).extracting(AttemptSummary::target)
			.containsExactly("one/deepseek-flash", "two/deepseek-v4-pro");
		assertThat(this.second.requests().get(0).bodyAsMap()).containsEntry("model", "deepseek-v4-pro")
			.containsEntry("plan", "gold");
		assertThat(this.first.requests().get(0).bodyAsMap()).containsEntry("model", "deepseek-flash")
			.doesNotContainKey("plan");
	}

	@Test
	void streamThatBreaksBeforeItsFirstDeltaMoves() {
		start(Routed.ONCE);
		this.first.next(Reply.resetAtOnce());
		List<ChatCompletionChunk> chunks = this.client.chat().completions().stream(request()).collectList().block();
		assertThat(chunks).extracting((chunk) -> chunk.meta().provider()).containsOnly("two");
	}

	@Test
	void streamThatBreaksAfterItsFirstDeltaDoesNot() {
		start(Routed.ONCE);
		this.first.next(Reply.answer().text("one two three four").resetAfter(2));
		Reading<ChatCompletionChunk> reading = new Reading<>(Long.MAX_VALUE);
		this.client.chat().completions().stream(request()).subscribe(reading);
		reading.failed(io.harborai.chat.StreamInterruptedException.class);
		assertThat(this.second.requests()).isEmpty();
	}

	@Test
	void allFailing() {
		start(Routed.ONCE);
		this.first.always(Reply.error(503, "busy", "busy"));
		this.second.always(Reply.error(500, "broken", "broken"));
		Reading<ChatCompletion> reading = new Reading<>(Long.MAX_VALUE);
		this.client.chat().completions().createAsync(request()).subscribe(reading);
		HarborAiException failure = reading.failed(ProviderUnavailableException.class);
		assertThat(failure.statusCode()).isEqualTo(500);
		assertThat(failure.attempts()).hasSize(2);
	}

	@Test
	void loserOfAHedgeIsClosedAndPaidFor() {
		start(Routed.ONCE.withHedge(HEDGE));
		for (int i = 0; i < Speed.ENOUGH; i++) {
			this.client.chat().completions().create(request());
		}
		int before = this.second.requests().size();
		this.first.next(Reply.neverAnswer());
		ChatCompletion answer = this.client.chat().completions().create(request());
		assertThat(answer.meta().provider()).isEqualTo("two");
		assertThat(this.second.requests()).hasSize(before + 1);
		AttemptSummary loser = answer.meta()
			.attempts()
			.stream()
			.filter((attempt) -> attempt.outcome().equals("cancelled"))
			.findFirst()
			.orElseThrow();
		assertThat(loser.target()).isEqualTo("one/deepseek-flash");
		assertThat(loser.cost().amount()).isPositive();
		AttemptSummary winner = answer.meta()
			.attempts()
			.stream()
			.filter((attempt) -> attempt.outcome().equals("ok"))
			.findFirst()
			.orElseThrow();
		assertThat(answer.meta().cost()).isEqualTo(winner.cost().plus(loser.cost()));
		assertThat(this.first.connections().awaitClosedByClient(1, Reading.PATIENCE))
			.as("the loser's connection is closed")
			.isTrue();
	}

	@Test
	void hedgedStreamsToo() {
		start(Routed.ONCE.withHedge(HEDGE));
		for (int i = 0; i < Speed.ENOUGH; i++) {
			this.client.chat().completions().stream(request()).blockLast();
		}
		this.first.next(Reply.neverAnswer());
		ChatCompletionChunk last = this.client.chat().completions().stream(request()).blockLast();
		assertThat(last.meta().provider()).isEqualTo("two");
		assertThat(last.meta().attempts()).extracting(AttemptSummary::outcome)
			.containsExactlyInAnyOrder("ok", "cancelled");
	}

}
