package io.harborai.simulator;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys that are accepted: all of them, until one is required.
 */
final class Keys {

	private static final String BEARER = "Bearer ";

	private final Set<String> required = ConcurrentHashMap.newKeySet();

	private final Set<String> issued = ConcurrentHashMap.newKeySet();

	void require(String key) {
		this.required.add(key);
	}

	void issue(String key) {
		this.issued.add(key);
	}

	void revokeIssued() {
		this.issued.clear();
	}

	boolean accepts(RecordedRequest request) {
		return this.required.isEmpty() || this.required.contains(given(request))
				|| this.issued.contains(given(request));
	}

	static String given(RecordedRequest request) {
		String header = request.header("authorization");
		return (header != null && header.startsWith(BEARER)) ? header.substring(BEARER.length()) : "";
	}

}
