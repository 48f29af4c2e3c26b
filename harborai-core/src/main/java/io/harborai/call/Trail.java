package io.harborai.call;

import java.util.ArrayList;
import java.util.List;

import io.harborai.chat.ResponseMeta;
import io.harborai.error.AttemptSummary;
import io.harborai.usage.Cost;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call, oldest first. Thread-safe.
 */
public final class Trail {

	private volatile List<AttemptSummary> attempts = List.of();

	private volatile boolean anySent;

	private volatile @Nullable Attempt current;

	private final @Nullable Trail whole;

	/**
	 * Start an empty trail.
	 */
	public Trail() {
		this(null);
	}

	private Trail(@Nullable Trail whole) {
		this.whole = whole;
	}

	/**
	 * The trail of a part of the call. What is added there is added here, too.
	 * @return an empty trail
	 */
	Trail part() {
		return new Trail(this);
	}

	/**
	 * Add an attempt that has ended.
	 * @param attempt the attempt
	 */
	public synchronized void add(AttemptSummary attempt) {
		List<AttemptSummary> longer = new ArrayList<>(this.attempts);
		longer.add(attempt);
		this.attempts = List.copyOf(longer);
		if (this.whole != null) {
			this.whole.add(attempt);
		}
	}

	void current(Attempt attempt) {
		this.current = attempt;
		if (this.whole != null) {
			this.whole.current(attempt);
		}
	}

	/**
	 * The attempt that matters now: the one that answers, or else the one that was
	 * started last. It may have ended.
	 * @return the attempt, null if there was none
	 */
	public @Nullable Attempt current() {
		return this.current;
	}

	void sending() {
		this.anySent = true;
		if (this.whole != null) {
			this.whole.sending();
		}
	}

	/**
	 * Whether any of the attempts got as far as being sent.
	 * @return whether a vendor may have heard of the call
	 */
	public boolean isAnySent() {
		return this.anySent;
	}

	/**
	 * The attempts that have ended so far.
	 * @return an immutable list, oldest first
	 */
	public List<AttemptSummary> attempts() {
		return this.attempts;
	}

	/**
	 * Add to an answer's meta data what has been tried beside it and was not yet known
	 * when it was made.
	 * @param meta the meta data of the whole answer
	 * @return meta data with all attempts so far and their cost
	 */
	public ResponseMeta complete(ResponseMeta meta) {
		List<AttemptSummary> missing = new ArrayList<>();
		for (AttemptSummary attempt : this.attempts) {
			if (!contains(meta.attempts(), attempt)) {
				missing.add(attempt);
			}
		}
		if (missing.isEmpty()) {
			return meta;
		}
		Cost cost = sum(meta.cost(), missing, null);
		List<AttemptSummary> all = new ArrayList<>(meta.attempts());
		all.addAll(missing);
		return new ResponseMeta(meta.provider(), meta.model(), meta.requestedModel(), meta.requestId(),
				meta.timeToFirstToken(), meta.totalTime(), cost, all, meta.omitted(), meta.cached(), meta.structured());
	}

	/**
	 * Two attempts may look the same; this asks for the very one.
	 */
	private static boolean contains(List<AttemptSummary> attempts, AttemptSummary wanted) {
		for (AttemptSummary attempt : attempts) {
			if (attempt == wanted) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What an answer cost with the attempts beside it. Costs in another currency can't be
	 * added and are left out.
	 */
	static @Nullable Cost sum(@Nullable Cost cost, List<AttemptSummary> attempts, @Nullable AttemptSummary counted) {
		Cost sum = cost;
		for (AttemptSummary attempt : attempts) {
			Cost more = (attempt != counted) ? attempt.cost() : null;
			if (sum != null && more != null && more.currency().equals(sum.currency())) {
				sum = sum.plus(more);
			}
		}
		return sum;
	}

}
