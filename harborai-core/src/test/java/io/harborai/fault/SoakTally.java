package io.harborai.fault;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.AttemptSummary;
import io.harborai.error.HarborAiException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the calls of a soak have ended so far, and how many may still start. Keeps nothing
 * of a call that has ended. Thread-safe.
 */
final class SoakTally {

	// Attempts that were refused on our side, before anything was sent.
	private static final List<String> UNSENT = List.of("circuit_open", "bulkhead_full", "keys_resting");

	private final int atOnce;

	private final Semaphore free;

	private final AtomicInteger ok = new AtomicInteger();

	private final AtomicInteger interrupted = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	private final AtomicLong sent = new AtomicLong();

	private final AtomicInteger mostAttempts = new AtomicInteger();

	private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> wrong = new ConcurrentHashMap<>();

	SoakTally(int atOnce) {
		this.atOnce = atOnce;
		this.free = new Semaphore(atOnce);
	}

	/**
	 * Wait until a call may start.
	 */
	void begin() throws InterruptedException {
		assertThat(this.free.tryAcquire(60, TimeUnit.SECONDS)).as("calls come to no end").isTrue();
	}

	/**
	 * Wait until all calls have ended.
	 */
	void awaitAll() throws InterruptedException {
		assertThat(this.free.tryAcquire(this.atOnce, 60, TimeUnit.SECONDS))
			.as("%s calls have come to no end", this.atOnce - this.free.availablePermits())
			.isTrue();
		this.free.release(this.atOnce);
	}

	void succeeded(List<AttemptSummary> attempts) {
		this.ok.incrementAndGet();
		count(attempts);
	}

	void cancelled() {
		this.cancelled.incrementAndGet();
	}

	void failed(Throwable failure, boolean delivered) {
		if (failure instanceof HarborAiException known) {
			count(known.attempts());
			if (failure instanceof StreamInterruptedException && delivered) {
				this.interrupted.incrementAndGet();
				return;
			}
			List<String> outcomes = Wired.outcomes(known);
			add(this.failures, failure.getClass().getSimpleName() + outcomes);
		}
		else {
			StringWriter trace = new StringWriter();
			failure.printStackTrace(new PrintWriter(trace));
			add(this.failures, failure.toString());
			wrong("a failure is not typed: " + trace);
		}
	}

	private void count(List<AttemptSummary> attempts) {
		this.mostAttempts.accumulateAndGet(attempts.size(), Math::max);
		this.sent.addAndGet(attempts.stream().filter((attempt) -> !UNSENT.contains(attempt.outcome())).count());
	}

	void wrong(String what) {
		add(this.wrong, what);
	}

	/**
	 * A call has left: another one may start.
	 */
	void end() {
		this.free.release();
	}

	private static void add(Map<String, AtomicInteger> counts, String key) {
		counts.computeIfAbsent(key, (any) -> new AtomicInteger()).incrementAndGet();
	}

	int ok() {
		return this.ok.get();
	}

	int interrupted() {
		return this.interrupted.get();
	}

	int cancels() {
		return this.cancelled.get();
	}

	int failed() {
		return this.failures.values().stream().mapToInt(AtomicInteger::get).sum();
	}

	Map<String, AtomicInteger> failures() {
		return new TreeMap<>(this.failures);
	}

	/**
	 * What must never happen, and how often it has.
	 */
	Map<String, AtomicInteger> wrong() {
		return this.wrong;
	}

	long sent() {
		return this.sent.get();
	}

	int mostAttempts() {
		return this.mostAttempts.get();
	}

}
