package io.harborai.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.harborai.call.AttemptBudget;
import io.harborai.call.Call;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.EmbeddingCall;
import io.harborai.call.EmbeddingHandler;
import io.harborai.call.Instrumentation;
import io.harborai.call.Target;
import io.harborai.call.TestTicker;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.embedding.EmbeddingRequest;
import io.harborai.error.ErrorCategory;
import io.harborai.error.RateLimitedException;
import io.harborai.usage.Usage;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rates that instances share, before a provider and a store that the tests play. The
 * prompt has 5 tokens and the answer may have 10.
 */
class SharedRateTests {

	private final TestTicker ticker = new TestTicker();

	private final FakeProvider provider = new FakeProvider();

	private final Store store = new Store();

	private final ChatHandler chain = chain(new RateLimiterSettings(6000, 100_000L));

	private ChatHandler chain(RateLimiterSettings limits) {
		return resilience(limits).around(this.provider, null, Instrumentation.NONE);
	}

	private ProviderResilience resilience(RateLimiterSettings limits) {
		ResilienceSettings settings = AdmissionFixture.nothing()
			.withRetry(new RetrySettings(2, Duration.ofSeconds(1), Duration.ofSeconds(1), 0d, Duration.ofSeconds(30)))
			.withRateLimiter(limits);
		return new ProviderResilience("acme", settings, ResilienceRegistries.own(), this.ticker, this.store);
	}

	private Reader complete(ChatHandler chain) {
		ChatCall call = ChatCall
			.start(ChatCompletionRequest.builder().model("m").user("Hello").maxTokens(10).build(), null, this.ticker)
			.withWay(way());
		Reader reader = new Reader();
		chain.complete(call).subscribe(reader);
		return reader;
	}

	private Call.Way way() {
		return new Call.Way(new Target("acme", "m", "m", null),
				this.ticker.nanoTime() + Duration.ofMinutes(10).toNanos(),
				new AttemptBudget(0, 0, 100, 10, this.ticker));
	}

	private Reader complete() {
		return complete(this.chain);
	}

	@Test
	void anAttemptIsSentWhenAllInstancesTogetherMaySendItAndGivesBackWhatItDidNotUse() {
		Reader reader = complete();
		assertThat(this.provider.runs()).isEmpty();
		assertThat(this.store.taken).containsExactly(15L);
		this.store.tell(Duration.ZERO);
		this.provider.latest().connected().succeed(Usage.of(5, 3));
		assertThat(reader.items()).hasSize(1);
		assertThat(this.store.givenBack).containsExactly(7L);
		assertThat(this.ticker.pending()).isZero();
	}

	@Test
	void whoMayNotSendYetIsToldWhenAndComesBack() {
		Reader reader = complete();
		this.store.tell(Duration.ofSeconds(5));
		assertThat(this.provider.runs()).isEmpty();
		assertThat(reader.endings()).isZero();
		this.ticker.advance(Duration.ofMillis(5001));
		assertThat(this.store.taken).hasSize(2);
		this.store.tell(Duration.ofSeconds(5));
		RateLimitedException refused = (RateLimitedException) reader.failure();
		assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
		assertThat(refused).hasMessageContaining("what all instances may send in this minute is used up");
		assertThat(refused.attempts()).extracting((attempt) -> attempt.outcome())
			.containsExactly("rate_limited", "rate_limited");
		assertThat(this.store.givenBack).isEmpty();
	}

	@Test
	void whoLeavesWhileAskingGivesEverythingBackOnce() {
		Reader reader = complete();
		reader.cancel();
		this.store.tell(Duration.ZERO);
		assertThat(this.provider.runs()).isEmpty();
		assertThat(this.store.givenBack).containsExactly(15L);
	}

	@Test
	void whoLeavesBeforeItIsSentGivesEverythingBackOnce() {
		Reader reader = complete();
		this.store.tell(Duration.ZERO);
		reader.cancel();
		assertThat(this.provider.latest().isCancelled()).isTrue();
		assertThat(this.store.givenBack).containsExactly(15L);
	}

	@Test
	void whatMayHaveBeenReadByTheVendorIsNotGivenBack() {
		Reader reader = complete();
		this.store.tell(Duration.ZERO);
		this.provider.latest().connected().fail(ErrorCategory.INVALID_REQUEST);
		assertThat(reader.endings()).isOne();
		assertThat(this.store.givenBack).isEmpty();
	}

	@Test
	void withoutAStoreEachInstanceLimitsItself() {
		ChatHandler narrow = chain(new RateLimiterSettings(1, null));
		Reader first = complete(narrow);
		this.ticker.advance(Duration.ofMillis(500));
		this.provider.latest().connected().succeed(Usage.of(5, 3));
		assertThat(first.items()).hasSize(1);
		Reader second = complete(narrow);
		assertThat(this.store.taken).as("who comes next doesn't wait").hasSize(1);
		assertThat(second.failure()).isInstanceOf(RateLimitedException.class);
	}

	@Test
	void embeddingsAreCountedToo() {
		List<EmbeddingCall> sent = new ArrayList<>();
		EmbeddingHandler embeddings = resilience(new RateLimiterSettings(6000, 100_000L)).around((call) -> {
			sent.add(call);
			return Mono.never();
		}, Instrumentation.NONE);
		EmbeddingCall call = EmbeddingCall
			.start(EmbeddingRequest.of((r) -> r.model("m").input("x".repeat(40))), null, this.ticker)
			.withWay(way());
		Disposable reading = embeddings.embed(call).subscribe();
		assertThat(sent).isEmpty();
		assertThat(this.store.taken).containsExactly(10L);
		this.store.tell(Duration.ZERO);
		assertThat(sent).hasSize(1);
		reading.dispose();
		assertThat(this.store.givenBack).containsExactly(10L);
	}

	@Test
	void withoutLimitsNothingIsAsked() {
		complete(chain(RateLimiterSettings.UNSET));
		assertThat(this.store.taken).isEmpty();
		assertThat(this.provider.runs()).hasSize(1);
	}

	private static final class Store implements SharedRates {

		private final List<Long> taken = new ArrayList<>();

		private final List<Long> givenBack = new ArrayList<>();

		private Sinks.One<Duration> answer = Sinks.one();

		private void tell(Duration wait) {
			this.answer.tryEmitValue(wait);
		}

		@Override
		public Mono<Duration> take(String provider, RateLimiterSettings limits, long tokens) {
			this.taken.add(tokens);
			this.answer = Sinks.one();
			return this.answer.asMono();
		}

		@Override
		public Mono<Void> giveBack(String provider, RateLimiterSettings limits, long tokens) {
			this.givenBack.add(tokens);
			return Mono.empty();
		}

	}

}
