package io.harborai.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the simulator with the JDK's HTTP client.
 */
final class VendorClient {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	HttpResponse<String> post(String url, String body, String... headers) {
		return send(request(url, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build());
	}

	HttpResponse<String> get(String url, String... headers) {
		return send(request(url, headers).GET().build());
	}

	Object chat(String baseUrl, String fields) {
		return json(post(baseUrl + "/chat/completions", "{" + fields + "}").body());
	}

	List<Object> stream(String baseUrl, String fields) {
		return events(post(baseUrl + "/chat/completions", "{\"stream\":true," + fields + "}").body());
	}

	HttpResponse<String> send(HttpRequest request) {
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static HttpRequest.Builder request(String url, String... headers) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
		return (headers.length > 0) ? builder.headers(headers) : builder;
	}

	static String ask(String model, String question) {
		return "\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}]";
	}

	static Object json(String text) {
		return JSON.readValue(text, Object.class);
	}

	/**
	 * Read an event stream that ends with {@code [DONE]}.
	 * @param body the stream
	 * @return the JSON of its events
	 */
	static List<Object> events(String body) {
		List<String> data = data(body);
		if (!data.get(data.size() - 1).equals("[DONE]")) {
			throw new AssertionError("the stream does not end with [DONE]");
		}
		return data.subList(0, data.size() - 1).stream().map(VendorClient::json).toList();
	}

	static List<String> data(String body) {
		return body.lines().filter((line) -> line.startsWith("data: ")).map((line) -> line.substring(6)).toList();
	}

	/**
	 * Find a value in JSON.
	 * @param json maps and lists
	 * @param path names and indices with dots between them
	 * @return the value, or {@code null} if it or something on the way is missing
	 */
	static Object at(Object json, String path) {
		Object found = json;
		for (String step : path.isEmpty() ? new String[0] : path.split("\\.")) {
			if (found instanceof Map<?, ?> map) {
				found = map.get(step);
			}
			else if (found instanceof List<?> list && Integer.parseInt(step) < list.size()) {
				found = list.get(Integer.parseInt(step));
			}
			else {
				return null;
			}
		}
		return found;
	}

	static String joined(List<Object> events, String path) {
		StringBuilder joined = new StringBuilder();
		for (Object event : events) {
			Object value = at(event, path);
			joined.append((value != null) ? value : "");
		}
		return joined.toString();
	}

	static boolean has(Object json, String path, String name) {
		return at(json, path) instanceof Map<?, ?> map && map.containsKey(name);
	}

}
