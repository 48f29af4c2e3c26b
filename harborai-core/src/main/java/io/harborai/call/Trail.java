package io.harborai.call;

import java.util.ArrayList;
import java.util.List;

import io.harborai.error.AttemptSummary;

/**
 * The attempts of one call, oldest first. Thread-safe.
 */
public final class Trail {

	private volatile List<AttemptSummary> attempts = List.of();

	/**
	 * Add an attempt that has ended.
	 * @param attempt the attempt
	 */
	public synchronized void add(AttemptSummary attempt) {
		List<AttemptSummary> longer = new ArrayList<>(this.attempts);
		longer.add(attempt);
		this.attempts = List.copyOf(longer);
	}

	/**
	 * The attempts that have ended so far.
	 * @return an immutable list, oldest first
	 */
	public List<AttemptSummary> attempts() {
		return this.attempts;
	}

}
