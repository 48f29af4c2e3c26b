package io.harborai.chat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fields that HarborAI doesn't know, kept in their order: the same request is always the
 * same bytes.
 */
final class Additional {

	private Additional() {
	}

	static Map<String, Object> copyOf(Map<String, Object> fields) {
		return fields.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
	}

}
