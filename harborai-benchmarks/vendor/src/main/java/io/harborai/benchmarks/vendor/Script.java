package io.harborai.benchmarks.vendor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a request is answered. A client says it in the first segment of the path:
 * {@code now}, {@code delay-<millis>}, {@code burst-<chunks>},
 * {@code paced-<millis between chunks>-<chunks>}.
 *
 * @param delayMillis how long a whole answer takes
 * @param chunks how many chunks a stream has
 * @param intervalMillis the time between chunks, 0 for full speed
 */
record Script(int delayMillis, int chunks, int intervalMillis) {

	private static final int DEFAULT_CHUNKS = 20;

	private static final Pattern PATH = Pattern
		.compile("/(now|delay-(\\d+)|burst-(\\d+)|paced-(\\d+)-(\\d+))(?:/v1)?/chat/completions(?:\\?.*)?");

	static Script of(String path) {
		Matcher matcher = PATH.matcher(path);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("No script has the path " + path);
		}
		if (matcher.group(2) != null) {
			return new Script(Integer.parseInt(matcher.group(2)), DEFAULT_CHUNKS, 0);
		}
		if (matcher.group(3) != null) {
			return new Script(0, Integer.parseInt(matcher.group(3)), 0);
		}
		if (matcher.group(4) != null) {
			return new Script(0, Integer.parseInt(matcher.group(5)), Integer.parseInt(matcher.group(4)));
		}
		return new Script(0, DEFAULT_CHUNKS, 0);
	}

}
