package io.harborai.test.cassette;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * Which headers pass through the deck, and which are kept on a tape.
 */
final class HeaderRules {

	// Those of one connection only, those that the next hop writes itself, and the offer
	// of compression, which would make recordings unreadable.
	private static final Set<String> HOP = Set.of("connection", "keep-alive", "proxy-authenticate",
			"proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "host", "content-length",
			"accept-encoding");

	private static final Pattern KEPT = Pattern.compile("content-type|retry-after(-ms)?|x-should-retry|x-tt-logid"
			+ "|.*request-?id|.*trace-?id|(x-)?rate-?limit-.*|msh-request-id|x-generation-id");

	private HeaderRules() {
	}

	static boolean isEndToEnd(String name) {
		return !HOP.contains(name.toLowerCase(Locale.ROOT));
	}

	/**
	 * Select what a tape keeps of an answer's headers.
	 * @param headers all headers
	 * @return the kept ones, names in lower case
	 */
	static Map<String, String> kept(HttpHeaders headers) {
		Map<String, String> kept = new LinkedHashMap<>();
		headers.forEach((header) -> {
			String name = header.getKey().toLowerCase(Locale.ROOT);
			if (KEPT.matcher(name).matches()) {
				kept.putIfAbsent(name, header.getValue());
			}
		});
		return kept;
	}

}
