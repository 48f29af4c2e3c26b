package io.harborai.observation;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.BudgetExceededException;
import io.harborai.error.ErrorClass;
import io.harborai.observation.ProviderStatistics.LastError;
import io.harborai.observation.ProviderStatistics.Recent;
import io.harborai.usage.Cost;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one provider does. Thread-safe.
 */
final class ProviderCounts {

	final RecentCalls recent = new RecentCalls();

	private final LongAdder calls = new LongAdder();

	private final LongAdder cancelled = new LongAdder();

	private final LongAdder inputTokens = new LongAdder();

	private final LongAdder outputTokens = new LongAdder();

	private final AtomicLongArray errors = new AtomicLongArray(ErrorClass.values().length);

	private final Map<Currency, BigDecimal> cost = new ConcurrentHashMap<>();

	private volatile long lastSuccessMillis;

	private volatile @Nullable LastError lastError;

	void ended(AttemptEnd end, long nanos) {
		RecentCalls.Slice slice = this.recent.at(nanos);
		Throwable failure = end.failure();
		ErrorClass errorClass = (failure != null) ? errorClass(failure) : null;
		if (errorClass == ErrorClass.REFUSED) {
			refused(failure, slice);
			return;
		}
		this.calls.increment();
		slice.calls.increment();
		slice.durations.record(end.attempt().elapsedNanos());
		if (end.firstDeltaNanos() >= 0) {
			slice.firstDeltas.record(end.firstDeltaNanos());
		}
		if (errorClass != null) {
			failed(errorClass, slice);
		}
		else if (end.cancelled()) {
			this.cancelled.increment();
			slice.cancelled.increment();
		}
		else {
			this.lastSuccessMillis = System.currentTimeMillis();
		}
		if (!end.usage().isMissing()) {
			this.inputTokens.add(end.usage().promptTokens());
			this.outputTokens.add(end.usage().completionTokens());
		}
		Cost cost = end.cost();
		if (cost != null) {
			this.cost.merge(cost.currency(), cost.amount(), BigDecimal::add);
		}
	}

	/**
	 * The vendor had no part in it. That a budget is spent says nothing of the provider
	 * either; that it is full, or its circuit breaker open, does.
	 */
	private void refused(@Nullable Throwable failure, RecentCalls.Slice slice) {
		if (failure instanceof BudgetExceededException) {
			this.errors.incrementAndGet(ErrorClass.REFUSED.ordinal());
		}
		else {
			slice.refused.increment();
			failed(ErrorClass.REFUSED, slice);
		}
	}

	private void failed(ErrorClass errorClass, RecentCalls.Slice slice) {
		this.errors.incrementAndGet(errorClass.ordinal());
		this.lastError = new LastError(errorClass, Instant.now());
		if (isFailure(errorClass)) {
			slice.failed.increment();
		}
	}

	/**
	 * A stream that broke failed for a reason of its own; input that just ended is a
	 * broken connection.
	 */
	private static ErrorClass errorClass(Throwable failure) {
		Throwable reason = (failure instanceof StreamInterruptedException) ? failure.getCause() : failure;
		return (reason != null) ? ErrorClass.of(reason) : ErrorClass.TRANSIENT;
	}

	/**
	 * Whether something is wrong with the provider, its key or its limits, and not with
	 * what was asked.
	 */
	private static boolean isFailure(ErrorClass errorClass) {
		return switch (errorClass) {
			case KEY, LIMITED, TRANSIENT, UNREACHABLE, REFUSED -> true;
			case MODEL, CONTEXT, FILTERED, CALLER, FINAL -> false;
		};
	}

	/**
	 * Add what is counted here to a sum.
	 * @param sum the sum
	 * @param nanos the time since the start
	 */
	void addTo(Sum sum, long nanos) {
		this.recent.addTo(sum.recent, nanos);
		sum.calls += this.calls.sum();
		sum.cancelled += this.cancelled.sum();
		sum.inputTokens += this.inputTokens.sum();
		sum.outputTokens += this.outputTokens.sum();
		for (ErrorClass each : ErrorClass.values()) {
			long count = this.errors.get(each.ordinal());
			if (count > 0) {
				sum.errors.merge(each, count, Long::sum);
			}
		}
		this.cost.forEach((currency, amount) -> sum.cost.merge(currency, amount, BigDecimal::add));
		sum.lastSuccessMillis = Math.max(sum.lastSuccessMillis, this.lastSuccessMillis);
		LastError last = this.lastError;
		if (last != null && (sum.lastError == null || last.at().isAfter(sum.lastError.at()))) {
			sum.lastError = last;
		}
	}

	/**
	 * What several providers did together.
	 */
	static final class Sum {

		private final RecentCalls.Sum recent = new RecentCalls.Sum();

		private final Map<ErrorClass, Long> errors = new EnumMap<>(ErrorClass.class);

		private final Map<Currency, BigDecimal> cost = new HashMap<>();

		private long calls;

		private long cancelled;

		private long inputTokens;

		private long outputTokens;

		private long lastSuccessMillis;

		private @Nullable LastError lastError;

		/**
		 * The sum as values.
		 * @param nanos the time since the start
		 * @return what they did
		 */
		ProviderStatistics result(long nanos) {
			RecentCalls.Sum recent = this.recent;
			long span = RecentCalls.span(nanos);
			double perSecond = (span > 0) ? recent.calls / (span / 1e9) : 0;
			return new ProviderStatistics(this.calls, this.errors, this.cancelled, this.inputTokens, this.outputTokens,
					this.cost,
					new Recent(Duration.ofNanos(span), recent.calls - recent.cancelled, recent.refused, recent.failed,
							perSecond, DurationCounts.percentiles(recent.durations),
							DurationCounts.percentiles(recent.firstDeltas),
							DurationCounts.percentiles(recent.overheads)),
					(this.lastSuccessMillis > 0) ? Instant.ofEpochMilli(this.lastSuccessMillis) : null, this.lastError);
		}

	}

}
