package io.harborai.resilience;

import java.time.Duration;
import java.util.List;

import io.harborai.call.AttemptBudget;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Instrumentation;
import io.harborai.call.Target;
import io.harborai.call.TestTicker;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.error.ConnectionFailedException;
import io.harborai.error.ErrorCategory;
import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.MalformedResponseException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.error.RateLimitedException;
import io.harborai.error.ShuttingDownException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts and their repetition, before a provider that the tests play.
 */
class AttemptsTests {

	private final TestTicker ticker = new TestTicker();

	private final FakeProvider provider = new FakeProvider();

	private final AttemptBudget budget = new AttemptBudget(0, 0, 100, 10, this.ticker);

	// Three attempts, waits of exactly 1 s and 2 s, and of at most 30 s for a vendor.
	private final ProviderResilience resilience = new ProviderResilience("acme", AdmissionFixture.nothing()
		.withRetry(new RetrySettings(3, Duration.ofSeconds(1), Duration.ofSeconds(8), 0d, Duration.ofSeconds(30))),
			ResilienceRegistries.own(), this.ticker);

	private final ChatHandler chain = this.resilience.around(this.provider, null, Instrumentation.NONE);

	private ChatCall call(Duration total, AttemptBudget budget) {
		ChatCall call = ChatCall.start(ChatCompletionRequest.builder().model("m").user("Hi").build(), null,
				this.ticker);
		return call.withWay(
				new ChatCall.Way(new Target("acme", "m", "m", null), this.ticker.nanoTime() + total.toNanos(), budget));
	}

	private Reader complete() {
		return complete(Duration.ofMinutes(10), this.budget);
	}

	private Reader complete(Duration total, AttemptBudget budget) {
		Reader reader = new Reader();
		this.chain.complete(call(total, budget)).subscribe(reader);
		return reader;
	}

	private Reader stream(long demand) {
		Reader reader = new Reader(demand);
		this.chain.stream(call(Duration.ofMinutes(10), this.budget)).subscribe(reader);
		return reader;
	}

	private List<String> outcomes(Reader reader) {
		return ((HarborAiException) reader.failure()).attempts().stream().map((attempt) -> attempt.outcome()).toList();
	}

	@Test
	void transientFailureIsRepeatedAfterADoublingWait() {
		Reader reader = complete();
		this.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		this.ticker.advance(Duration.ofSeconds(1).minusNanos(1));
		assertThat(this.provider.runs()).hasSize(1);
		this.ticker.advance(Duration.ofNanos(1));
		assertThat(this.provider.runs()).hasSize(2);
		this.provider.latest().fail(ErrorCategory.OVERLOADED);
		this.ticker.advance(Duration.ofSeconds(2).minusNanos(1));
		assertThat(this.provider.runs()).hasSize(2);
		this.ticker.advance(Duration.ofNanos(1));
		this.provider.latest().succeed();
		assertThat(reader.items()).hasSize(1);
		assertThat(reader.endings()).isEqualTo(1);
		assertThat(this.budget.available()).isEqualTo(8);
	}

	@Test
	void lastFailureTellsAllAttempts() {
		Reader reader = complete();
		for (int i = 0; i < 3; i++) {
			this.provider.latest().fail(ErrorCategory.SERVER_ERROR);
			this.ticker.advance(Duration.ofMinutes(1));
		}
		assertThat(reader.failure()).isExactlyInstanceOf(ProviderUnavailableException.class);
		assertThat(outcomes(reader)).containsExactly("server_error", "server_error", "server_error");
		assertThat(this.provider.runs()).hasSize(3);
		assertThat(this.ticker.pending()).isZero();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "RATE_LIMIT", "OVERLOADED", "SERVER_ERROR", "TIMEOUT" })
	void whatWouldFailAgainIsNotRepeated(ErrorCategory category) {
		Reader reader = complete();
		this.provider.latest().fail(category);
		this.ticker.advance(Duration.ofMinutes(1));
		assertThat(this.provider.runs()).hasSize(1);
		assertThat(reader.endings()).isEqualTo(1);
		assertThat(this.budget.available()).isEqualTo(10);
	}

	@Test
	void vendorsOwnWaitIsKept() {
		complete();
		this.provider.latest().fail(ErrorCategory.RATE_LIMIT, Duration.ofSeconds(20));
		this.ticker.advance(Duration.ofSeconds(20).minusNanos(1));
		assertThat(this.provider.runs()).hasSize(1);
		this.ticker.advance(Duration.ofSeconds(1));
		assertThat(this.provider.runs()).hasSize(2);
	}

	@Test
	void waitOverTheCapFailsNow() {
		Reader reader = complete();
		this.provider.latest().fail(ErrorCategory.RATE_LIMIT, Duration.ofSeconds(31));
		assertThat(reader.failure()).isExactlyInstanceOf(RateLimitedException.class);
		assertThat(this.ticker.pending()).isZero();
	}

	@Test
	void waitThatDoesNotFitIntoTheDeadlineFailsNow() {
		Reader reader = complete(Duration.ofSeconds(1), this.budget);
		this.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		assertThat(reader.failure()).isExactlyInstanceOf(ProviderUnavailableException.class);
		assertThat(this.budget.available()).isEqualTo(10);
	}

	@Test
	void emptyBudgetFailsNow() {
		Reader reader = complete(Duration.ofMinutes(10), new AttemptBudget(0, 0, 100, 0, this.ticker));
		this.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		assertThat(reader.isOver()).isTrue();
		assertThat(this.provider.runs()).hasSize(1);
	}

	@Test
	void answerThatCannotBeReadIsRepeatedOnce() {
		Reader reader = complete();
		MalformedResponseException malformed = new MalformedResponseException(
				ErrorDetails.problem("it isn't JSON").retryable(true).build(), null);
		this.provider.latest().fail(malformed);
		this.ticker.advance(Duration.ofMinutes(1));
		assertThat(this.provider.runs()).hasSize(2);
		this.provider.latest().fail(malformed);
		this.ticker.advance(Duration.ofMinutes(1));
		assertThat(this.provider.runs()).hasSize(2);
		assertThat(reader.isOver()).isTrue();
	}

	@Test
	void connectionThatBrokeIsRepeatedAndOneThatCannotBeIsNot() {
		complete();
		this.provider.latest().fail(connection(ConnectionFailedException.Reason.RESET));
		this.ticker.advance(Duration.ofMinutes(1));
		this.provider.latest().fail(connection(ConnectionFailedException.Reason.TLS));
		this.ticker.advance(Duration.ofMinutes(1));
		assertThat(this.provider.runs()).hasSize(2);
	}

	private static ConnectionFailedException connection(ConnectionFailedException.Reason reason) {
		return new ConnectionFailedException(reason, ErrorDetails.problem("it broke").build(), null);
	}

	@Test
	void anotherKeyIsTriedAtOnceAndForNothing() {
		Reader reader = complete();
		for (int i = 0; i < 5; i++) {
			this.provider.latest().attempt().otherKeyReady();
			this.provider.latest().fail(ErrorCategory.AUTHENTICATION);
		}
		assertThat(this.provider.runs()).hasSize(6);
		this.provider.latest().succeed();
		assertThat(reader.items()).hasSize(1);
		assertThat(this.budget.available()).isEqualTo(10);
		assertThat(this.ticker.pending()).isZero();
	}

	@Test
	void nothingIsRepeatedOnceSomethingWasDelivered() {
		Reader reader = stream(Long.MAX_VALUE);
		this.provider.latest().delta();
		this.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		this.ticker.advance(Duration.ofMinutes(1));
		assertThat(this.provider.runs()).hasSize(1);
		assertThat(reader.items()).hasSize(1);
		assertThat(reader.endings()).isEqualTo(1);
	}

	@Test
	void demandGoesToWhicheverAttemptDelivers() {
		Reader reader = stream(2);
		this.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		reader.request(3);
		this.ticker.advance(Duration.ofSeconds(1));
		assertThat(this.provider.latest().requested()).isEqualTo(5);
	}

	@Test
	void cancelInBackoffLeavesNothingAndGivesThePriceBack() {
		Reader reader = complete();
		this.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		assertThat(this.ticker.pending()).isEqualTo(1);
		assertThat(this.budget.available()).isEqualTo(9);
		reader.cancel();
		assertThat(this.ticker.pending()).isZero();
		assertThat(this.budget.available()).isEqualTo(10);
		this.ticker.advance(Duration.ofMinutes(1));
		assertThat(this.provider.runs()).hasSize(1);
		assertThat(reader.endings()).isZero();
	}

	@Test
	void cancelReachesTheRunningAttempt() {
		Reader reader = stream(1);
		reader.cancel();
		assertThat(this.provider.latest().isCancelled()).isTrue();
	}

	@Test
	void whoWaitsWhenTheProviderEndsIsToldAtOnce() {
		Reader waiting = complete();
		this.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		this.resilience.close(() -> new ShuttingDownException(ErrorDetails.problem("it is closed").build(), null));
		assertThat(waiting.failure()).isExactlyInstanceOf(ShuttingDownException.class);
		assertThat(waiting.endings()).isEqualTo(1);
		assertThat(this.ticker.pending()).isZero();
		Reader later = complete();
		this.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		assertThat(later.failure()).isExactlyInstanceOf(ShuttingDownException.class);
	}

	@Test
	void oneRequestMayAskForNoRepetition() {
		ChatCall call = call(Duration.ofMinutes(10), this.budget);
		Reader reader = new Reader();
		this.chain
			.complete(call.withRequest(call.request().toBuilder().options((options) -> options.maxAttempts(1)).build()))
			.subscribe(reader);
		this.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		assertThat(reader.isOver()).isTrue();
	}

	@Test
	void everySubscriptionIsACallOfItsOwn() {
		Reader first = new Reader();
		Reader second = new Reader();
		ChatCall call = call(Duration.ofMinutes(10), this.budget);
		Mono<?> answer = this.chain.complete(call);
		answer.subscribe(first);
		answer.subscribe(second);
		this.provider.run(0).fail(new InvalidRequestException(ErrorDetails.problem("it is wrong").build(), null));
		this.provider.run(1).succeed();
		assertThat(first.failure()).isExactlyInstanceOf(InvalidRequestException.class);
		assertThat(second.items()).hasSize(1);
	}

}
