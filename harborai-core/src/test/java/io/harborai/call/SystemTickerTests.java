package io.harborai.call;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The thread that keeps the time.
 */
class SystemTickerTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final SystemTicker ticker = new SystemTicker();

	@AfterEach
	void close() {
		this.ticker.close();
	}

	@Test
	void runsTasksInTheOrderInWhichTheyAreDue() throws Exception {
		BlockingQueue<String> ran = new LinkedBlockingQueue<>();
		CountDownLatch go = new CountDownLatch(1);
		// Keeps the thread until all are there, and makes it wait for something late
		// first.
		this.ticker.schedule(() -> await(go), 0);
		this.ticker.schedule(() -> ran.add("never"), HOUR);
		this.ticker.schedule(() -> ran.add("third"), Duration.ofMillis(3));
		this.ticker.schedule(() -> ran.add("second"), Duration.ofMillis(2));
		this.ticker.schedule(() -> ran.add("first"), -1);
		go.countDown();
		assertThat(List.of(next(ran), next(ran), next(ran))).containsExactly("first", "second", "third");
		assertThat(ran).isEmpty();
	}

	@Test
	void anEarlierTaskWakesTheThreadThatWaitsForALateOne() throws Exception {
		BlockingQueue<String> ran = new LinkedBlockingQueue<>();
		this.ticker.schedule(() -> ran.add("late"), HOUR);
		this.ticker.schedule(() -> ran.add("soon"), Duration.ofMillis(1));
		assertThat(next(ran)).isEqualTo("soon");
		// The thread waits for the late one again.
		this.ticker.schedule(() -> ran.add("sooner"), 0);
		assertThat(next(ran)).isEqualTo("sooner");
	}

	@Test
	void aCancelledTaskNeverRuns() throws Exception {
		BlockingQueue<String> ran = new LinkedBlockingQueue<>();
		CountDownLatch go = new CountDownLatch(1);
		this.ticker.schedule(() -> await(go), 0);
		Ticker.Scheduled cancelled = this.ticker.schedule(() -> ran.add("cancelled"), Duration.ofMillis(1));
		this.ticker.schedule(() -> ran.add("kept"), Duration.ofMillis(2));
		cancelled.cancel();
		cancelled.cancel();
		go.countDown();
		assertThat(next(ran)).isEqualTo("kept");
		assertThat(ran).isEmpty();
		cancelled.cancel();
	}

	@Test
	void cancelledTasksAreNotKept() {
		assertThat(forgotten(scheduledAndCancelled())).isTrue();
	}

	// In a method of its own, so that its variables are gone.
	private WeakReference<Object> scheduledAndCancelled() {
		Object held = new Object();
		this.ticker.schedule(held::hashCode, HOUR).cancel();
		return new WeakReference<>(held);
	}

	private boolean forgotten(WeakReference<Object> reference) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (reference.get() != null && System.nanoTime() - end < 0) {
			this.ticker.schedule(() -> {
			}, HOUR).cancel();
			System.gc();
		}
		return reference.get() == null;
	}

	@Test
	void aTaskThatFailsStopsNoOther() throws Exception {
		BlockingQueue<String> ran = new LinkedBlockingQueue<>();
		this.ticker.schedule(() -> {
			throw new IllegalArgumentException("thrown on purpose");
		}, 0);
		this.ticker.schedule(() -> ran.add("next"), 0);
		assertThat(next(ran)).isEqualTo("next");
	}

	@Test
	void closedItTakesNothingAndItsThreadEnds() throws Exception {
		AtomicReference<Thread> thread = new AtomicReference<>();
		CountDownLatch ran = new CountDownLatch(1);
		AtomicBoolean late = new AtomicBoolean();
		this.ticker.schedule(() -> {
			thread.set(Thread.currentThread());
			ran.countDown();
		}, 0);
		this.ticker.schedule(() -> late.set(true), HOUR);
		assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
		this.ticker.close();
		this.ticker.close();
		thread.get().join(30_000);
		assertThat(thread.get().isAlive()).isFalse();
		assertThat(late).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> this.ticker.schedule(() -> {
		}, 0)).withMessageContaining("closed");
	}

	@Test
	void timesBeyondAllMeasureDoNotTurnIntoThePast() throws Exception {
		BlockingQueue<String> ran = new LinkedBlockingQueue<>();
		this.ticker.schedule(() -> ran.add("far"), Long.MAX_VALUE);
		this.ticker.schedule(() -> ran.add("farther"), Long.MAX_VALUE);
		this.ticker.schedule(() -> ran.add("near"), 0);
		assertThat(next(ran)).isEqualTo("near");
		assertThat(ran).isEmpty();
	}

	private static String next(BlockingQueue<String> ran) throws InterruptedException {
		return ran.poll(30, TimeUnit.SECONDS);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
