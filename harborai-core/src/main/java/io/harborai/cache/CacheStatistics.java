package io.harborai.cache;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the cache did since the client was made. Thread-safe.
 */
public final class CacheStatistics {

	private final LongAdder hits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	private final LongAdder joined = new LongAdder();

	private final CompletionStore store;

	CacheStatistics(CompletionStore store) {
		this.store = store;
	}

	void hit() {
		this.hits.increment();
	}

	void miss() {
		this.misses.increment();
	}

	void join() {
		this.joined.increment();
	}

	/**
	 * How many calls got an answer that was kept.
	 * @return the count
	 */
	public long hits() {
		return this.hits.sum();
	}

	/**
	 * How many calls could have got one but there was none.
	 * @return the count
	 */
	public long misses() {
		return this.misses.sum();
	}

	/**
	 * How many calls got the answer to an equal one that was under way.
	 * @return the count
	 */
	public long joined() {
		return this.joined.sum();
	}

	/**
	 * How many answers are kept.
	 * @return an estimate, -1 if the store can't tell
	 */
	public long size() {
		return this.store.size();
	}

}
