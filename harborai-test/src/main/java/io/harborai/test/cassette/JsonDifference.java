package io.harborai.test.cassette;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Tells in which places two JSON values differ. The order of fields and the spelling of
 * numbers don't count.
 */
final class JsonDifference {

	private static final int MAX_SHOWN = 80;

	private final List<String> found = new ArrayList<>();

	private final int limit;

	private JsonDifference(int limit) {
		this.limit = limit;
	}

	static boolean equal(@Nullable Object recorded, @Nullable Object sent) {
		return between(recorded, sent, 1).isEmpty();
	}

	/**
	 * Compare two values.
	 * @param recorded what is on the cassette
	 * @param sent what was sent
	 * @param limit how many differences to find
	 * @return the differences, each with its JSON pointer
	 */
	static List<String> between(@Nullable Object recorded, @Nullable Object sent, int limit) {
		JsonDifference difference = new JsonDifference(limit);
		difference.compare("", recorded, sent);
		return difference.found;
	}

	private void compare(String pointer, @Nullable Object recorded, @Nullable Object sent) {
		if (this.found.size() == this.limit) {
			return;
		}
		if (recorded instanceof Map<?, ?> recordedMap && sent instanceof Map<?, ?> sentMap) {
			fields(pointer, recordedMap, sentMap);
		}
		else if (recorded instanceof List<?> recordedList && sent instanceof List<?> sentList) {
			elements(pointer, recordedList, sentList);
		}
		else if (!same(recorded, sent)) {
			add(pointer, "recorded " + show(recorded) + ", sent " + show(sent));
		}
	}

	private void fields(String pointer, Map<?, ?> recorded, Map<?, ?> sent) {
		Set<Object> names = new LinkedHashSet<>(recorded.keySet());
		names.addAll(sent.keySet());
		for (Object name : names) {
			String field = pointer + '/' + String.valueOf(name).replace("~", "~0").replace("/", "~1");
			if (!sent.containsKey(name)) {
				add(field, "recorded " + show(recorded.get(name)) + ", not sent");
			}
			else if (!recorded.containsKey(name)) {
				add(field, "sent " + show(sent.get(name)) + ", not in the recording");
			}
			else {
				compare(field, recorded.get(name), sent.get(name));
			}
		}
	}

	private void elements(String pointer, List<?> recorded, List<?> sent) {
		for (int i = 0; i < Math.min(recorded.size(), sent.size()); i++) {
			compare(pointer + '/' + i, recorded.get(i), sent.get(i));
		}
		if (recorded.size() != sent.size()) {
			add(pointer, "recorded " + recorded.size() + " elements, sent " + sent.size());
		}
	}

	private static boolean same(@Nullable Object recorded, @Nullable Object sent) {
		if (recorded instanceof Number && sent instanceof Number) {
			return new BigDecimal(recorded.toString()).compareTo(new BigDecimal(sent.toString())) == 0;
		}
		return Objects.equals(recorded, sent);
	}

	private void add(String pointer, String difference) {
		if (this.found.size() < this.limit) {
			this.found.add((pointer.isEmpty() ? "the body" : pointer) + ": " + difference);
		}
	}

	private static String show(@Nullable Object value) {
		String text = TapeFormat.compact(value);
		return (text.length() <= MAX_SHOWN) ? text : text.substring(0, MAX_SHOWN) + "…";
	}

}
