package io.harborai.routing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.AttemptSummary;
import io.harborai.error.AuthenticationException;
import io.harborai.error.BulkheadFullException;
import io.harborai.error.CallCancelledException;
import io.harborai.error.CallTimeoutException;
import io.harborai.error.CircuitOpenException;
import io.harborai.error.ConnectionFailedException;
import io.harborai.error.ContentFilteredException;
import io.harborai.error.ContextLengthExceededException;
import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import io.harborai.error.InsufficientBalanceException;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.KeysRestingException;
import io.harborai.error.MalformedResponseException;
import io.harborai.error.ModelNotFoundException;
import io.harborai.error.PermissionDeniedException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.error.QuotaExhaustedException;
import io.harborai.error.RateLimitedException;
import io.harborai.error.ShuttingDownException;
import io.harborai.fault.Reading;
import io.harborai.model.ModelInfo;
import io.harborai.resilience.BudgetSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static io.harborai.routing.FakeVendor.fails;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for calls that move from one model to the next.
 */
class FailoverTests {

	private static final BudgetSettings POOR = new BudgetSettings(0d, 0d, 100d, 1d);

	static HarborAiException down(ErrorDetails details) {
		return new ProviderUnavailableException(ErrorDetails.problem(details.problem())
			.target(details.provider(), details.model())
			.attempts(details.attempts())
			.retryable(true)
			.build(), null);
	}

	private static Routed routed() {
		return new Routed((b) -> b.route("smart", (r) -> r.model("a").model("b").model("c")));
	}

	static Stream<Arguments> moving() {
		return Stream.of(arguments("key", (d) -> new AuthenticationException(d, null)),
				arguments("key", (d) -> new PermissionDeniedException(d, null)),
				arguments("key", (d) -> new InsufficientBalanceException(d, null)),
				arguments("key", (d) -> new QuotaExhaustedException(d, null)),
				arguments("limited", (d) -> new RateLimitedException(d, null)),
				arguments("transient", FailoverTests::down),
				arguments("transient",
						(d) -> new CallTimeoutException(CallTimeoutException.Clock.FIRST_TOKEN, d, null)),
				arguments("transient",
						(d) -> new ConnectionFailedException(ConnectionFailedException.Reason.RESET, d, null)),
				arguments("unreachable",
						(d) -> new ConnectionFailedException(ConnectionFailedException.Reason.TLS, d, null)),
				arguments("unreachable", (d) -> new MalformedResponseException(d, null)),
				arguments("refused", (d) -> new BulkheadFullException(d, null)),
				arguments("refused", (d) -> new CircuitOpenException(d, null)),
				arguments("refused", (d) -> new KeysRestingException(d, null)),
				arguments("model", (d) -> new ModelNotFoundException(d, null)));
	}

	static Stream<Arguments> staying() {
		return Stream.of(arguments("caller", (d) -> new InvalidRequestException(d, null)),
				arguments("filtered", (d) -> new ContentFilteredException(d, null)),
				arguments("final", (d) -> new CallTimeoutException(CallTimeoutException.Clock.TOTAL, d, null)),
				arguments("final", (d) -> new CallCancelledException(d, null)),
				arguments("final", (d) -> new ShuttingDownException(d, null)));
	}

	private static Arguments arguments(String name, Function<ErrorDetails, HarborAiException> failure) {
		return Arguments.of(name, failure);
	}

	@ParameterizedTest(name = "{0} {index}")
	@MethodSource("moving")
	void moves(String name, Function<ErrorDetails, HarborAiException> failure) {
		try (Routed routed = routed()) {
			routed.vendor.next("a", fails(failure));
			ChatCompletion answer = routed.ask("smart");
			assertThat(answer.meta().provider()).isEqualTo("b");
			assertThat(answer.meta().model()).isEqualTo("b");
			assertThat(answer.meta().requestedModel()).isEqualTo("smart");
			assertThat(answer.meta().attempts()).extracting(AttemptSummary::target).containsExactly("a/a", "b/b");
			routed.vendor.next("a", fails(failure));
			List<ChatCompletionChunk> chunks = routed.client.chat()
				.completions()
				.stream(Routed.request("smart"))
				.collectList()
				.block();
			assertThat(chunks).extracting((chunk) -> chunk.meta().provider()).containsOnly("b");
		}
	}

	@ParameterizedTest(name = "{0} {index}")
	@MethodSource("staying")
	void stays(String name, Function<ErrorDetails, HarborAiException> failure) {
		try (Routed routed = routed()) {
			routed.vendor.next("a", fails(failure));
			routed.create(Routed.request("smart")).failed(failure.apply(ErrorDetails.problem("x").build()).getClass());
			assertThat(routed.vendor.asked()).containsExactly("a");
		}
	}

	@Test
	void filteredMovesIfAsked() {
		try (Routed routed = new Routed(
				(b) -> b.route("smart", (r) -> r.model("a").model("b").fallbackOnContentFilter(true)))) {
			routed.vendor.next("a", fails((d) -> new ContentFilteredException(d, null)));
			assertThat(routed.ask("smart").meta().provider()).isEqualTo("b");
		}
	}

	@Test
	void tooLongMovesOnlyToALargerWindow() {
		try (Routed routed = routed()) {
			routed.vendor.next("a", fails((d) -> new ContextLengthExceededException(d, null)));
			assertThat(routed.ask("smart").meta().provider()).isEqualTo("c");
			assertThat(routed.vendor.asked()).containsExactly("a", "c");
		}
	}

	@Test
	void tooLongStaysTooLongAfterAnotherFailure() {
		try (Routed routed = new Routed((b) -> b.route("smart", (r) -> r.model("a").model("c").model("b")))) {
			routed.vendor.next("a", fails((d) -> new ContextLengthExceededException(d, null)))
				.next("c", fails(FailoverTests::down));
			routed.create(Routed.request("smart")).failed(ProviderUnavailableException.class);
			assertThat(routed.vendor.asked()).containsExactly("a", "c");
		}
	}

	@Test
	void tooLongStaysWhereNoWindowIsKnown() {
		try (Routed routed = new Routed((b) -> b.route("known", (r) -> r.model("a").model("b/unlisted"))
			.route("unknown", (r) -> r.model("a/unlisted").model("c")))) {
			routed.vendor.always("a", fails((d) -> new ContextLengthExceededException(d, null)));
			routed.create(Routed.request("known")).failed(ContextLengthExceededException.class);
			routed.create(Routed.request("unknown")).failed(ContextLengthExceededException.class);
			assertThat(routed.vendor.asked()).containsOnly("a");
		}
	}

	@Test
	void lastFailureHasTheWholeTrail() {
		try (Routed routed = routed()) {
			for (String each : List.of("a", "b", "c")) {
				routed.vendor.next(each, fails(FailoverTests::down));
			}
			HarborAiException failure = routed.create(Routed.request("smart"))
				.failed(ProviderUnavailableException.class);
			assertThat(failure.provider()).isEqualTo("c");
			assertThat(failure.attempts()).extracting(AttemptSummary::target).containsExactly("a/a", "b/b", "c/c");
		}
	}

	@Test
	void nothingMovesAfterSomethingWasDelivered() {
		try (Routed routed = routed()) {
			routed.vendor.always("a", (call) -> Mono.fromSupplier(() -> FakeVendor.answer(call)));
			Flux<ChatCompletionChunk> broken = routed.client.chat()
				.completions()
				.stream(Routed.request("smart"))
				.doOnNext((chunk) -> {
					throw new IllegalStateException("the reader breaks");
				});
			Reading<ChatCompletionChunk> reading = new Reading<>(Long.MAX_VALUE);
			broken.subscribe(reading);
			reading.ended();
			assertThat(routed.vendor.asked()).containsExactly("a");
		}
	}

	@Test
	void movesTakeFromTheRoutesOwnBudget() {
		try (Routed routed = new Routed((b) -> b.route("smart", (r) -> r.model("a").model("b").model("c").budget(POOR))
			.route("rich", (r) -> r.model("a").model("b")))) {
			routed.vendor.always("a", fails(FailoverTests::down)).always("b", fails(FailoverTests::down));
			routed.create(Routed.request("smart")).failed(ProviderUnavailableException.class);
			assertThat(routed.vendor.asked()).containsExactly("a", "b");
			routed.create(Routed.request("smart")).failed(ProviderUnavailableException.class);
			assertThat(routed.vendor.asked()).containsExactly("a", "b", "a");
			routed.vendor.next("b", (call) -> Mono.fromSupplier(() -> FakeVendor.answer(call)));
			assertThat(routed.ask("rich").meta().provider()).isEqualTo("b");
		}
	}

	@Test
	void eachCallDepositsOnce() {
		BudgetSettings half = new BudgetSettings(0.5, 0d, 100d, 0d);
		try (Routed routed = new Routed((b) -> b.route("smart", (r) -> r.model("a").model("b").budget(half)))) {
			routed.vendor.always("a", fails(FailoverTests::down));
			routed.create(Routed.request("smart")).failed(ProviderUnavailableException.class);
			assertThat(routed.ask("smart").meta().provider()).isEqualTo("b");
			routed.create(Routed.request("smart")).failed(ProviderUnavailableException.class);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatWasRefusedBeforeItWasSentMovesForFree(boolean open) {
		BudgetSettings none = new BudgetSettings(0d, 0d, 0d, 0d);
		try (Routed routed = new Routed((b) -> b.route("smart", (r) -> r.model("a").model("b").budget(none)))) {
			routed.vendor.refusing.add("a");
			routed.vendor.always("a",
					fails((d) -> open ? new CircuitOpenException(d, null) : new RateLimitedException(d, null)));
			for (int i = 0; i < 50; i++) {
				assertThat(routed.ask("smart").meta().provider()).isEqualTo("b");
			}
		}
	}

	@Test
	void whatWasRefusedAfterAnotherWasSentIsPaidFor() {
		try (Routed routed = new Routed(
				(b) -> b.route("smart", (r) -> r.model("a").model("b").model("c").budget(POOR)))) {
			routed.vendor.refusing.add("b");
			routed.vendor.next("a", fails(FailoverTests::down))
				.next("b", fails((d) -> new CircuitOpenException(d, null)));
			routed.create(Routed.request("smart")).failed(CircuitOpenException.class);
			assertThat(routed.vendor.asked()).containsExactly("a", "b");
		}
	}

	@Test
	void clientsDefaultsFillTheRoutesBudget() {
		try (Routed routed = new Routed((b) -> b.defaults((d) -> d.resilience(Routed.ONCE.withBudget(POOR)))
			.route("smart", (r) -> r.model("a").model("b").model("c")))) {
			routed.vendor.always("a", fails(FailoverTests::down)).always("b", fails(FailoverTests::down));
			routed.create(Routed.request("smart")).failed(ProviderUnavailableException.class);
			assertThat(routed.vendor.asked()).containsExactly("a", "b");
		}
	}

	@Test
	void nothingIsTriedAfterTheDeadline() {
		try (Routed routed = routed()) {
			routed.vendor.next("a", (call) -> Mono.defer(() -> {
				routed.ticker.advance(Duration.ofMinutes(10));
				return Mono.error(FakeVendor.failure(call, FailoverTests::down));
			}));
			routed.create(Routed.request("smart")).failed(ProviderUnavailableException.class);
			assertThat(routed.vendor.asked()).containsExactly("a");
		}
	}

	@Test
	void allCandidatesShareTheDeadline() {
		try (Routed routed = routed()) {
			routed.vendor.next("a", (call) -> Mono.defer(() -> {
				routed.ticker.advance(Duration.ofMinutes(1));
				return Mono.error(FakeVendor.failure(call, FailoverTests::down));
			}));
			routed.ask("smart");
			assertThat(routed.vendor.calls).extracting((call) -> call.way().deadlineNanos() - call.startNanos())
				.containsExactly(Duration.ofMinutes(10).toNanos(), Duration.ofMinutes(10).toNanos());
		}
	}

	@Test
	void fallbacksOfACallComeAfterItsModelEachOnce() {
		try (Routed routed = routed()) {
			for (String each : List.of("a", "b", "c")) {
				routed.vendor.always(each, fails(FailoverTests::down));
			}
			routed.create(Routed.request("b", "b/b", "c", "b")).failed(ProviderUnavailableException.class);
			assertThat(routed.vendor.asked()).containsExactly("b", "c");
			routed.vendor.calls.clear();
			routed.create(Routed.request("b", "smart")).failed(ProviderUnavailableException.class);
			assertThat(routed.vendor.asked()).containsExactly("b", "a", "c");
		}
	}

	@Test
	void fallbackThatNobodyClaimsFailsAtOnce() {
		try (Routed routed = routed()) {
			routed.create(Routed.request("a", "nobody")).failed(ModelNotFoundException.class);
			assertThat(routed.vendor.calls).isEmpty();
		}
	}

	@Test
	void disabledProvidersAreSkipped() {
		try (Routed routed = routed()) {
			routed.client.providers().disable("a");
			assertThat(routed.ask("smart").meta().attempts()).extracting(AttemptSummary::target).containsExactly("b/b");
			assertThat(routed.ask("a", "c").meta().provider()).isEqualTo("c");
			assertThat(routed.ask("c", "a", "b").meta().provider()).isEqualTo("c");
			routed.client.providers().unregister("b");
			assertThat(routed.ask("smart").meta().provider()).isEqualTo("c");
			routed.client.providers().disable("c");
			routed.create(Routed.request("smart")).failed(ProviderUnavailableException.class);
			routed.client.providers().enable("a");
			assertThat(routed.ask("smart").meta().provider()).isEqualTo("a");
			routed.letGo();
		}
	}

	@Test
	void providerThatGoesInTheMiddleOfACallIsSkipped() {
		try (Routed routed = routed()) {
			routed.vendor.next("a", (call) -> Mono.defer(() -> {
				routed.client.providers().disable("b");
				return Mono.error(FakeVendor.failure(call, FailoverTests::down));
			}));
			assertThat(routed.ask("smart").meta().provider()).isEqualTo("c");
			routed.client.providers().enable("b");
			routed.vendor.next("a", (call) -> Mono.defer(() -> {
				routed.client.providers().unregister("a");
				return Mono.error(FakeVendor.failure(call, (d) -> new ShuttingDownException(d, null)));
			}));
			assertThat(routed.ask("smart").meta().provider()).isEqualTo("b");
			routed.letGo();
		}
	}

	@Test
	void eachModelGetsItsOwnNameAndFields() {
		try (Routed routed = new Routed((b) -> b.route("smart",
				(r) -> r.model(new RouteSettings.Model("a", 1, Map.of("speed", "slow", "own", 1)))
					.model(new RouteSettings.Model("b/other", 1, Map.of("plan", "gold")))))) {
			routed.vendor.next("a", fails(FailoverTests::down));
			routed.create(Routed.request("smart").toBuilder().extraBody("own", 2).build()).completed();
			assertThat(routed.vendor.calls).extracting((call) -> call.way().target().model())
				.containsExactly("a", "other");
			assertThat(routed.vendor.calls.get(0).request().extraBody()).isEqualTo(Map.of("speed", "slow", "own", 2));
			assertThat(routed.vendor.calls.get(1).request().extraBody()).isEqualTo(Map.of("plan", "gold", "own", 2));
		}
	}

	@Test
	void routeWinsOverAModelOfItsName() {
		try (Routed routed = new Routed((b) -> b.route("a", (r) -> r.model("b")))) {
			assertThat(routed.ask("a").meta().provider()).isEqualTo("b");
			assertThat(routed.ask("a/a").meta().provider()).isEqualTo("a");
			ChatCompletion pinned = routed.client.provider("a")
				.chat()
				.completions()
				.createAsync(Routed.request("a"))
				.block();
			assertThat(pinned.meta().provider()).isEqualTo("a");
		}
	}

	@Test
	void routeCanBeTheDefaultModel() {
		try (Routed routed = new Routed((b) -> b.defaultModel("smart").route("smart", (r) -> r.model("c")))) {
			ChatCompletion answer = routed.client.chat().completions().create((r) -> r.user("Hello"));
			assertThat(answer.meta().provider()).isEqualTo("c");
		}
	}

	@Test
	void legacyNamesInRoutesImplyTheirReasoning() {
		ModelInfo old = ModelInfo.builder("fake", "thinking")
			.lifecycle(new io.harborai.model.Lifecycle(io.harborai.model.Lifecycle.Status.LEGACY_ALIAS, null, "a",
					io.harborai.model.Lifecycle.ReasoningDefault.ON))
			.build();
		try (Routed routed = new Routed(
				(b) -> b.models(List.of(old)).route("smart", (r) -> r.model("a").model("a/thinking")))) {
			routed.vendor.next("a", fails(FailoverTests::down));
			assertThat(routed.ask("smart").meta().provider()).isEqualTo("a");
			assertThat(routed.vendor.calls.get(0).request().reasoning()).isNull();
			assertThat(routed.vendor.calls.get(1).request().reasoning()).isNotNull();
		}
	}

}
