package io.harborai.samples.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A query in Prometheus' language, as far as names go: which series it reads, and which
 * labels it expects of them.
 *
 * @param series the series, each with the labels that are asked of it
 */
record Query(Map<String, Set<String>> series) {

	private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

	private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");

	private static final Pattern GROUPING = Pattern
		.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");

	private static final Pattern SELECTOR = Pattern
		.compile("(?<![\\w:.])([a-zA-Z_:][\\w:]*)\\s*(?:\\{([^}]*)}|(?![\\w:]*\\s*\\())");

	private static final Pattern NAME = Pattern.compile("[a-zA-Z_]\\w*");

	private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "by", "without", "on",
			"ignoring", "group_left", "group_right");

	static Query parse(String text) {
		String rest = RANGE.matcher(TEXT.matcher(text).replaceAll("\"\"")).replaceAll("");
		Set<String> grouped = new TreeSet<>();
		GROUPING.matcher(rest).results().forEach((grouping) -> grouped.addAll(names(grouping.group(1))));
		rest = GROUPING.matcher(rest).replaceAll(" ");
		Map<String, Set<String>> series = new TreeMap<>();
		for (MatchResult selector : SELECTOR.matcher(rest).results().toList()) {
			if (!WORDS.contains(selector.group(1))) {
				Set<String> labels = series.computeIfAbsent(selector.group(1), (name) -> new TreeSet<>(grouped));
				if (selector.group(2) != null) {
					labels.addAll(names(selector.group(2)));
				}
			}
		}
		return new Query(series);
	}

	private static List<String> names(String text) {
		return NAME.matcher(text).results().map(MatchResult::group).toList();
	}

	/**
	 * What of it the application doesn't export.
	 * @param scrape what it exports
	 * @return series and labels, empty if all is there
	 */
	List<String> missing(Scrape scrape) {
		List<String> missing = new ArrayList<>();
		this.series.forEach((name, labels) -> {
			Set<String> exported = scrape.series().get(name);
			if (exported == null) {
				missing.add(name);
				return;
			}
			labels.stream()
				.filter((label) -> !exported.contains(label))
				.forEach((label) -> missing.add(name + "{" + label + "}"));
		});
		return missing;
	}

}
