package io.harborai.resilience;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.harborai.call.Attempt;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Outcome;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.ErrorCategory;
import io.harborai.error.ErrorClass;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happens at the same time, in the end nothing is missing.
 */
class AdmissionRaceTests {

	private static final int TIMES = 100_000;

	@Test
	void aCancelInLineAgainstTheReleaseThatLetsItIn() {
		Race.run(TIMES, () -> new Line() {

			@Override
			public void start() {
				this.holder = enter();
				this.waiting = enter();
			}

			@Override
			public void one() {
				this.holder.cancel();
			}

			@Override
			public void other() {
				this.waiting.cancel();
			}

			@Override
			public void end() {
				nothingIsMissing();
			}

		});
	}

	@Test
	void aReleaseAgainstWhoIsJustLiningUp() {
		Race.run(TIMES, () -> new Line() {

			@Override
			public void start() {
				this.holder = enter();
			}

			@Override
			public void one() {
				this.holder.cancel();
			}

			@Override
			public void other() {
				this.waiting = enter();
			}

			@Override
			public void end() {
				assertThat(this.fixture.admission.queued()).as("nobody was there to wake it").isZero();
				this.waiting.cancel();
				nothingIsMissing();
			}

		});
	}

	@Test
	void aCancelAgainstAnAdmissionAtOnce() {
		Race.run(TIMES, () -> new Line() {

			@Override
			public void start() {
				this.call = this.fixture.call(AdmissionFixture.request("m"), null, AdmissionFixture.TOTAL);
			}

			@Override
			public void one() {
				this.chain.complete(this.call).subscribe(new Reader());
			}

			@Override
			public void other() {
				this.call.attempt().end(Outcome.CANCELLED);
			}

			@Override
			public void end() {
				nothingIsMissing();
			}

		});
	}

	@Test
	void theEndOfWaitingAgainstARelease() {
		Race.run(TIMES, () -> new Line() {

			@Override
			public void start() {
				this.holder = enter();
				this.waiting = enter();
			}

			@Override
			public void one() {
				this.holder.cancel();
			}

			@Override
			public void other() {
				this.fixture.ticker.advance(WAIT);
			}

			@Override
			public void end() {
				assertThat(this.call.attempt().isEnded()).isEqualTo(this.waiting.isOver());
				this.waiting.cancel();
				nothingIsMissing();
			}

		});
	}

	@Test
	void aFirstDeltaAgainstACancel() {
		Race.run(TIMES, () -> new Race.Scene() {

			private final AdmissionFixture fixture = new AdmissionFixture(
					AdmissionFixture.nothing().withCircuitBreaker(AdmissionFixture.breaker()));

			private int recorded;

			@Override
			public void start() {
				if (this.fixture.admission.breakers().isEmpty()
						|| this.fixture.admission.breakers().get("harborai-acme").state() != State.HALF_OPEN) {
					this.recorded = 0;
					for (int i = 0; i < 4; i++) {
						this.fixture.complete();
						this.fixture.provider.latest().fail(ErrorCategory.SERVER_ERROR);
					}
					this.fixture.ticker.advance(Duration.ofSeconds(13));
				}
				this.fixture.provider.runs().clear();
				this.fixture.stream();
			}

			@Override
			public void one() {
				this.fixture.provider.latest().attempt().onFirstDelta();
			}

			@Override
			public void other() {
				this.fixture.provider.latest().cancel();
			}

			@Override
			public void end() {
				int records = this.fixture.registries.circuitBreakers()
					.find("harborai-acme")
					.orElseThrow()
					.getMetrics()
					.getNumberOfBufferedCalls();
				if (this.fixture.admission.breakers().get("harborai-acme").state() == State.HALF_OPEN) {
					// The probe is recorded or returned: of two there is always one left.
					assertThat(records).isBetween(this.recorded, 1);
					this.recorded = records;
				}
				else {
					assertThat(this.recorded).isEqualTo(1);
				}
			}

		});
	}

	@Test
	void twoThreadsThatComeAndGoAsTheyLike() {
		AdmissionFixture busy = new AdmissionFixture(
				ResilienceSettings.UNSET.withBulkhead(new BulkheadSettings(true, 3, Duration.ofSeconds(5), 8))
					.withAdaptive(new AdaptiveSettings(true, 3, 1, 0.7))
					.withCircuitBreaker(new CircuitBreakerSettings(true, 90d, null, null, null, null, null, null, null))
					.withRateLimiter(new RateLimiterSettings(null, 1L << 40)));
		Ending ending = new Ending();
		ChatHandler chain = busy.admission.around(ending);
		Queue<Reader> readers = new ConcurrentLinkedQueue<>();
		Runnable coming = () -> {
			for (int i = 0; i < TIMES; i++) {
				ThreadLocalRandom random = ThreadLocalRandom.current();
				ChatCall call = busy.call(AdmissionFixture.request("m"), null, AdmissionFixture.TOTAL);
				Reader reader = new Reader();
				readers.add(reader);
				chain.stream(call).subscribe(reader);
				if (random.nextInt(4) == 0) {
					Reader any = readers.poll();
					if (any != null) {
						any.cancel();
					}
				}
				Attempt running = ending.running.poll();
				if (running != null) {
					running.end((random.nextInt(8) == 0) ? new Outcome("overloaded", ErrorClass.TRANSIENT, null)
							: Outcome.OK);
				}
			}
		};
		CompletableFuture
			.allOf(CompletableFuture.runAsync(coming, (task) -> new Thread(task).start()),
					CompletableFuture.runAsync(coming, (task) -> new Thread(task).start()))
			.join();
		readers.forEach(Reader::cancel);
		ending.running.forEach((attempt) -> attempt.end(Outcome.CANCELLED));
		assertThat(busy.admission.inFlight()).isZero();
		assertThat(busy.admission.queued()).isZero();
		assertThat(busy.ticker.pending()).isZero();
		assertThat(busy.admission.tokensLeft()).isGreaterThan((1L << 40) - 2 * TIMES * 1100L);
		assertThat(busy.complete().isOver()).isFalse();
		assertThat(busy.admission.inFlight()).isEqualTo(1);
	}

	/**
	 * A place for one, and a line before it.
	 */
	private abstract static class Line implements Race.Scene {

		static final Duration WAIT = Duration.ofSeconds(5);

		private static final long TOKENS = 1L << 40;

		final AdmissionFixture fixture = new AdmissionFixture(
				AdmissionFixture.bulkhead(1, WAIT).withRateLimiter(new RateLimiterSettings(null, TOKENS)));

		final ChatHandler chain = this.fixture.admission.around(new Ending());

		ChatCall call;

		Reader holder;

		Reader waiting;

		Reader enter() {
			this.call = this.fixture.call(AdmissionFixture.request("m"), null, AdmissionFixture.TOTAL);
			Reader reader = new Reader();
			this.chain.complete(this.call).subscribe(reader);
			return reader;
		}

		void nothingIsMissing() {
			Admission admission = this.fixture.admission;
			assertThat(List.of(admission.inFlight(), admission.queued(), this.fixture.ticker.pending()))
				.containsOnly(0);
			assertThat(admission.tokensLeft()).isEqualTo(TOKENS);
		}

	}

	/**
	 * A provider at which attempts run until they are ended.
	 */
	private static final class Ending implements ChatHandler {

		private final Queue<Attempt> running = new ConcurrentLinkedQueue<>();

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return Mono.<ChatCompletion>never().doOnCancel(() -> call.attempt().end(Outcome.CANCELLED));
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			this.running.add(call.attempt());
			return Flux.<ChatCompletionChunk>never().doOnCancel(() -> call.attempt().end(Outcome.CANCELLED));
		}

	}

}
