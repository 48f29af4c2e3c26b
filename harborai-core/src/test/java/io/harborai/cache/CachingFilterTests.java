package io.harborai.cache;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.TestTicker;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.CallOptions;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionAccumulator;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Choice;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ResponseMeta;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that are given again.
 */
class CachingFilterTests {

	private static final Cost COST = Cost.of(Currency.getInstance("CNY"), BigDecimal.ONE, BigDecimal.ZERO,
			BigDecimal.TEN);

	private final TestTicker ticker = new TestTicker();

	private final MemoryStore store = new MemoryStore(new CacheSettings(1_000_000, Duration.ofMinutes(1)), this.ticker);

	private final CachingFilter filter = new CachingFilter(this.store, this.ticker);

	private final AtomicInteger asked = new AtomicInteger();

	private Function<ChatCall, Mono<ChatCompletion>> vendor = (call) -> Mono.just(answer("Hello", FinishReason.STOP));

	private final ChatHandler chain = this.filter.apply(new ChatHandler() {

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return Mono.defer(() -> {
				CachingFilterTests.this.asked.incrementAndGet();
				return CachingFilterTests.this.vendor.apply(call);
			});
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			return complete(call).flatMapMany((completion) -> Flux.just(ChatCompletionChunk.of(completion),
					new ChatCompletionChunk(completion.id(), completion.model(), null, List.of(), completion.usage(),
							completion.meta(), true, Map.of())));
		}

	});

	private static ChatCompletion answer(String text, FinishReason finish) {
		return new ChatCompletion("id-1", "m", null,
				List.of(new Choice(0, new AssistantMessage(text), finish, null, Map.of())), Usage.of(3, 2),
				new ResponseMeta("p", "m", "m", "r-1", null, Duration.ofMillis(5), COST, List.of(), List.of(), false),
				Map.of());
	}

	private ChatCall call(Double temperature, Boolean cache) {
		return ChatCall.start(ChatCompletionRequest.builder()
			.model("m")
			.user("Hi")
			.temperature(temperature)
			.options(CallOptions.builder().cache(cache).build())
			.build(), null, this.ticker);
	}

	private ChatCompletion ask() {
		return this.chain.complete(call(0.0, null)).block();
	}

	@Test
	void theSameQuestionIsAskedOnceAndItsAnswerSaysSo() {
		assertThat(ask().meta().cached()).isFalse();
		ChatCall again = call(0.0, null);
		this.ticker.advance(Duration.ofMillis(7));
		ChatCompletion kept = this.chain.complete(again).block();
		assertThat(this.asked).hasValue(1);
		assertThat(kept.content()).isEqualTo("Hello");
		assertThat(kept.usage()).isEqualTo(Usage.of(3, 2));
		assertThat(kept.meta().cached()).isTrue();
		assertThat(kept.meta().requestId()).isEqualTo("r-1");
		assertThat(kept.meta().attempts()).isEmpty();
		assertThat(kept.meta().totalTime()).isEqualTo(Duration.ofMillis(7));
		assertThat(kept.cost()).isEqualTo(Cost.zero(COST.currency()));
		assertThat(this.filter.statistics().hits()).isOne();
		assertThat(this.filter.statistics().misses()).isOne();
		assertThat(this.filter.statistics().size()).isOne();
	}

	@Test
	void whatIsLeftToChanceIsAskedEachTimeUnlessTheCallWantsOtherwise() {
		for (Double temperature : new Double[] { null, 0.7 }) {
			this.chain.complete(call(temperature, null)).block();
			this.chain.complete(call(temperature, null)).block();
		}
		this.chain.complete(call(0.0, false)).block();
		this.chain.complete(call(0.0, false)).block();
		assertThat(this.asked).hasValue(6);
		assertThat(this.store.size()).isZero();
		this.chain.complete(call(0.7, true)).block();
		assertThat(this.chain.complete(call(0.7, true)).block().meta().cached()).isTrue();
		assertThat(this.asked).hasValue(7);
	}

	@Test
	void answersGrowOld() {
		ask();
		this.ticker.advance(Duration.ofSeconds(59));
		ask();
		assertThat(this.asked).hasValue(1);
		this.ticker.advance(Duration.ofSeconds(2));
		ask();
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void equalCallsUnderWayShareOne() {
		Sinks.One<ChatCompletion> answer = Sinks.one();
		this.vendor = (call) -> answer.asMono();
		List<ChatCompletion> answers = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			this.chain.complete(call(0.0, null)).subscribe(answers::add);
		}
		assertThat(this.asked).hasValue(1);
		answer.tryEmitValue(answer("Hello", FinishReason.STOP));
		assertThat(answers).hasSize(64).allMatch((each) -> each.content().equals("Hello"));
		assertThat(answers.stream().filter((each) -> each.meta().cached())).hasSize(63);
		assertThat(answers.stream().map((each) -> each.cost().amount()).reduce(BigDecimal::add))
			.hasValueSatisfying((sum) -> assertThat(sum).isEqualByComparingTo(COST.amount()));
		assertThat(this.filter.statistics().joined()).isEqualTo(63);
	}

	@Test
	void callsThatAreToBeCarriedOutDifferentlyDoNotShare() {
		this.vendor = (call) -> Mono.never();
		this.chain.complete(call(0.0, null)).subscribe();
		ChatCompletionRequest hurried = call(0.0, null).request()
			.toBuilder()
			.options(CallOptions.builder().totalTimeout(Duration.ofSeconds(1)).build())
			.build();
		this.chain.complete(ChatCall.start(hurried, null, this.ticker)).subscribe();
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void aSharedCallGoesOnUntilNobodyWaitsForIt() {
		AtomicInteger cancelled = new AtomicInteger();
		this.vendor = (call) -> Mono.<ChatCompletion>never().doOnCancel(cancelled::incrementAndGet);
		Disposable first = this.chain.complete(call(0.0, null)).subscribe();
		Disposable second = this.chain.complete(call(0.0, null)).subscribe();
		first.dispose();
		assertThat(cancelled).hasValue(0);
		second.dispose();
		assertThat(cancelled).hasValue(1);
		this.chain.complete(call(0.0, null)).subscribe().dispose();
		assertThat(this.asked).as("nothing is left of the one that was cancelled").hasValue(2);
	}

	@Test
	void aFailureIsSharedButNotKept() {
		Sinks.One<ChatCompletion> answer = Sinks.one();
		this.vendor = (call) -> answer.asMono();
		List<Throwable> failures = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			this.chain.complete(call(0.0, null)).subscribe((completion) -> {
			}, failures::add);
		}
		answer.tryEmitError(new IllegalStateException("down"));
		assertThat(failures).hasSize(3);
		this.vendor = (call) -> Mono.just(answer("Hello", FinishReason.STOP));
		assertThat(ask().meta().cached()).isFalse();
		assertThat(this.asked).hasValue(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "length", "content_filter", "" })
	void onlyWholeAnswersAreKept(String finish) {
		this.vendor = (call) -> Mono.just(answer("Hel", FinishReason.of(finish)));
		ask();
		ask();
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void aStreamLeavesItsAnswerAndGetsAKeptOne() {
		List<ChatCompletionChunk> asked = this.chain.stream(call(0.0, null)).collectList().block();
		assertThat(asked).hasSize(2).noneMatch((chunk) -> chunk.meta().cached());
		List<ChatCompletionChunk> kept = this.chain.stream(call(0.0, null)).collectList().block();
		assertThat(this.asked).hasValue(1);
		ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();
		kept.forEach(accumulator::add);
		assertThat(accumulator.toCompletion().content()).isEqualTo("Hello");
		assertThat(accumulator.toCompletion().finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(kept.get(kept.size() - 1).last()).isTrue();
		assertThat(kept.get(kept.size() - 1).meta().cached()).isTrue();
		assertThat(ask().meta().cached()).as("a call gets what a stream has left").isTrue();
	}

	@Test
	void aStreamThatIsCancelledLeavesNothing() {
		StepVerifier.create(this.chain.stream(call(0.0, null)), 1).expectNextCount(1).thenCancel().verify();
		assertThat(this.store.size()).isZero();
	}

	@Test
	void aStoreThatFailsFailsNobody() {
		CompletionStore broken = new CompletionStore() {

			@Override
			public Mono<ChatCompletion> find(String key) {
				return Mono.error(new IllegalStateException("away"));
			}

			@Override
			public Mono<Void> keep(String key, ChatCompletion completion) {
				return Mono.error(new IllegalStateException("away"));
			}

		};
		ChatHandler handler = new CachingFilter(broken, this.ticker).apply(new ChatHandler() {

			@Override
			public Mono<ChatCompletion> complete(ChatCall call) {
				return Mono.just(answer("Hello", FinishReason.STOP));
			}

			@Override
			public Flux<ChatCompletionChunk> stream(ChatCall call) {
				return Flux.empty();
			}

		});
		assertThat(handler.complete(call(0.0, null)).block().content()).isEqualTo("Hello");
	}

	@Test
	void theStoreIsBoundedByWhatItsAnswersWeigh() {
		MemoryStore small = new MemoryStore(new CacheSettings(50_000, Duration.ofMinutes(1)), this.ticker);
		for (int i = 0; i < 200; i++) {
			small.keep("key-" + i, answer("x".repeat(4_000), FinishReason.STOP)).block();
		}
		assertThat(small.size()).isBetween(1L, 5L);
	}

}
