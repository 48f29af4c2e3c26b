package io.harborai.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads free-form properties as the JSON that they stand for. Spring Boot hands lists
 * that stand in them on as groups with the names 0, 1, 2 and so on.
 */
final class JsonValues {

	private JsonValues() {
	}

	/**
	 * Read a group.
	 * @param path its full path
	 * @param group the group
	 * @return plain JSON values by name
	 * @throws InvalidPropertyException if a text holds an unresolved placeholder
	 */
	static Map<String, Object> of(String path, Map<?, ?> group) {
		Map<String, Object> values = new LinkedHashMap<>();
		group.forEach((name, value) -> values.put(name.toString(), value(path + "." + name, value)));
		return values;
	}

	private static Object value(String path, Object value) {
		if (value instanceof Map<?, ?> group) {
			return isList(group) ? list(path, group) : of(path, group);
		}
		if (value instanceof CharSequence text) {
			String read = PropertyText.read(path, text.toString());
			return (read != null) ? read : "";
		}
		return value;
	}

	private static boolean isList(Map<?, ?> group) {
		for (int i = 0; i < group.size(); i++) {
			if (!group.containsKey(String.valueOf(i))) {
				return false;
			}
		}
		return !group.isEmpty();
	}

	private static List<Object> list(String path, Map<?, ?> group) {
		List<Object> list = new ArrayList<>();
		Map<String, Object> elements = of(path, group);
		for (int i = 0; i < group.size(); i++) {
			list.add(elements.getOrDefault(String.valueOf(i), ""));
		}
		return list;
	}

}
