package io.harborai.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds the names that someone who typed an unknown one may have meant. For messages.
 */
public final class NearMisses {

	private NearMisses() {
	}

	/**
	 * The candidates near a name, ignoring case: those that differ by at most a third of
	 * its letters, and those that only add to it or leave something off its end.
	 * @param name the name that was typed
	 * @param candidates the names that exist
	 * @param limit how many to return at most
	 * @return the names, the nearest first, those equally near in alphabetical order;
	 * empty if none is near
	 */
	public static List<String> find(String name, Collection<String> candidates, int limit) {
		String typed = name.toLowerCase(Locale.ROOT);
		int tolerance = Math.max(2, typed.length() / 3);
		return candidates.stream()
			.distinct()
			.map((candidate) -> new Miss(candidate, distance(typed, candidate.toLowerCase(Locale.ROOT))))
			.filter((miss) -> miss.distance <= tolerance || miss.sharesStart(typed))
			.sorted(Comparator.comparingInt(Miss::distance).thenComparing(Miss::name))
			.limit(limit)
			.map(Miss::name)
			.toList();
	}

	/**
	 * The number of letters to insert, leave out, change or swap with their neighbour to
	 * turn one word into the other.
	 */
	static int distance(String a, String b) {
		int[] beforeLast = new int[b.length() + 1];
		int[] last = new int[b.length() + 1];
		int[] row = new int[b.length() + 1];
		for (int j = 0; j <= b.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= a.length(); i++) {
			int[] oldest = beforeLast;
			beforeLast = last;
			last = row;
			row = oldest;
			row[0] = i;
			for (int j = 1; j <= b.length(); j++) {
				int change = (a.charAt(i - 1) == b.charAt(j - 1)) ? 0 : 1;
				row[j] = Math.min(last[j - 1] + change, Math.min(last[j], row[j - 1]) + 1);
				if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
					row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
				}
			}
		}
		return row[b.length()];
	}

	private record Miss(String name, int distance) {

		// A start of three letters says little less than a name half typed.
		boolean sharesStart(String typed) {
			String candidate = this.name.toLowerCase(Locale.ROOT);
			return Math.min(typed.length(), candidate.length()) >= 3
					&& (candidate.startsWith(typed) || typed.startsWith(candidate));
		}

	}

}
