package io.harborai.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Keys that take turns, each as often as its weight says and evenly spread. Thread-safe.
 */
final class Turns {

	private final List<ApiKey> keys;

	private final List<ApiKey> order;

	private final AtomicInteger next = new AtomicInteger();

	Turns(List<ApiKey> keys) {
		this.keys = keys;
		this.order = (keys.size() < 2) ? List.copyOf(keys) : order(keys);
	}

	/**
	 * Smooth weighted turns: of weights 3 and 1 come a a b a, not a a a b.
	 */
	private static List<ApiKey> order(List<ApiKey> keys) {
		int total = keys.stream().mapToInt(ApiKey::weight).sum();
		int[] credit = new int[keys.size()];
		List<ApiKey> order = new ArrayList<>(total);
		for (int turn = 0; turn < total; turn++) {
			int best = 0;
			for (int i = 0; i < credit.length; i++) {
				credit[i] += keys.get(i).weight();
				best = (credit[i] > credit[best]) ? i : best;
			}
			credit[best] -= total;
			order.add(keys.get(best));
		}
		return List.copyOf(order);
	}

	List<ApiKey> keys() {
		return this.keys;
	}

	/**
	 * The key whose turn it is.
	 * @return the key
	 */
	ApiKey next() {
		return (this.order.size() == 1) ? this.order.get(0) : this.order.get(turn());
	}

	/**
	 * The next key that may be used.
	 * @param usable whether a key may be used
	 * @return the key, null if none may
	 */
	@Nullable ApiKey next(Predicate<ApiKey> usable) {
		int from = turn();
		for (int i = 0; i < this.order.size(); i++) {
			ApiKey key = this.order.get((from + i) % this.order.size());
			if (usable.test(key)) {
				return key;
			}
		}
		return null;
	}

	private int turn() {
		return Math.floorMod(this.next.getAndIncrement(), this.order.size());
	}

}
