package io.harborai.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies of plain JSON data that keep its order and can't be changed.
 */
final class Frozen {

	private Frozen() {
	}

	static Map<String, Object> copy(Map<?, ?> map) {
		Map<String, Object> copy = new LinkedHashMap<>();
		map.forEach((name, value) -> copy.put(String.valueOf(name), value(value)));
		return Collections.unmodifiableMap(copy);
	}

	private static Object value(Object value) {
		if (value instanceof Map<?, ?> map) {
			return copy(map);
		}
		return (value instanceof List<?> list) ? list.stream().map(Frozen::value).toList() : value;
	}

}
