package io.harborai.samples.observed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Prometheus gets from the application: the names of all series, each with the names
 * of its labels.
 */
record Scrape(Map<String, Set<String>> series) {

	private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

	static Scrape of(int port) {
		return parse(get("http://localhost:" + port + "/actuator/prometheus"));
	}

	static Scrape parse(String text) {
		Map<String, Set<String>> series = new HashMap<>();
		text.lines().filter((line) -> !line.startsWith("#")).forEach((line) -> {
			Matcher sample = SAMPLE.matcher(line);
			if (sample.matches()) {
				Set<String> labels = series.computeIfAbsent(sample.group(1), (name) -> new TreeSet<>());
				if (sample.group(2) != null) {
					LABEL.matcher(sample.group(2)).results().forEach((label) -> labels.add(label.group(1)));
				}
			}
		});
		return new Scrape(series);
	}

	static String get(String url) {
		try {
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IllegalStateException(url + " answered " + response.statusCode());
			}
			return response.body();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
