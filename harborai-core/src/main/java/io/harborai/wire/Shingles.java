package io.harborai.wire;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hides the runs of a text that also stand in other texts, which may be very long: every
 * run of a fixed length is known by a hash that rolls along, so each character is looked
 * at once. Not thread-safe.
 */
final class Shingles {

	private static final int FACTOR = 0x01000193;

	private static final char FIRST_WIDE = '\u2E80';

	private static final int FILTER_BITS = 1 << 16;

	private final Redaction redaction;

	private final int size;

	private final boolean wideOnly;

	/** The factor of a run's first character in its hash. */
	private final int first;

	/** Says "not in the text" for nearly all runs that aren't, without boxing a hash. */
	private final BitSet filter = new BitSet(FILTER_BITS);

	private final Map<Integer, List<Integer>> places = new HashMap<>();

	/**
	 * Create a finder.
	 * @param redaction the text in which to hide
	 * @param size how many characters make a run
	 * @param wideOnly whether only runs of Chinese, Japanese and Korean characters count
	 */
	Shingles(Redaction redaction, int size, boolean wideOnly) {
		this.redaction = redaction;
		this.size = size;
		this.wideOnly = wideOnly;
		int power = 1;
		for (int i = 1; i < size; i++) {
			power *= FACTOR;
		}
		this.first = power;
		roll(redaction.text(), (hash, at) -> {
			this.filter.set(bit(hash));
			this.places.computeIfAbsent(hash, (unused) -> new ArrayList<>(1)).add(at);
		});
	}

	/**
	 * Hide what also stands in these texts.
	 * @param texts the texts
	 */
	void hide(Iterable<String> texts) {
		if (this.filter.isEmpty()) {
			return;
		}
		for (String text : texts) {
			roll(text, (hash, at) -> {
				if (this.filter.get(bit(hash))) {
					hide(hash, text, at);
				}
			});
		}
	}

	private void hide(int hash, String text, int at) {
		// Each place is taken out once it is hidden, so that a text that repeats itself
		// costs no more than another.
		List<Integer> candidates = this.places.get(hash);
		if (candidates != null) {
			candidates.removeIf((place) -> {
				boolean same = this.redaction.text().regionMatches(place, text, at, this.size);
				if (same) {
					this.redaction.hide(place, place + this.size);
				}
				return same;
			});
			if (candidates.isEmpty()) {
				this.places.remove(hash);
			}
		}
	}

	private void roll(String text, Visitor visitor) {
		int hash = 0;
		int length = 0;
		for (int i = 0; i < text.length(); i++) {
			length = (this.wideOnly && text.charAt(i) < FIRST_WIDE) ? 0 : length + 1;
			if (i >= this.size) {
				hash -= text.charAt(i - this.size) * this.first;
			}
			hash = hash * FACTOR + text.charAt(i);
			if (length >= this.size) {
				visitor.visit(hash, i - this.size + 1);
			}
		}
	}

	private static int bit(int hash) {
		return (hash ^ (hash >>> 16)) & (FILTER_BITS - 1);
	}

	private interface Visitor {

		void visit(int hash, int at);

	}

}
