package io.harborai.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An API's root, checked and normalised once: paths are appended as they are, and nothing
 * is guessed, above all no version.
 */
final class BaseUrl {

	private final String root;

	private final String query;

	private BaseUrl(String root, String query) {
		this.root = root;
		this.query = query;
	}

	/**
	 * Check a root.
	 * @param text the URL
	 * @param query query parameters of every request
	 * @return the root
	 * @throws IllegalArgumentException if it can't be one; says why, without any part
	 * that may be secret
	 */
	static BaseUrl of(String text, Map<String, String> query) {
		String trimmed = text.strip();
		URI uri;
		try {
			uri = new URI(trimmed);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(
					"isn't a URL: " + ex.getReason().toLowerCase(Locale.ROOT) + " at character " + ex.getIndex());
		}
		String problem = problem(uri);
		if (problem != null) {
			throw new IllegalArgumentException(problem);
		}
		String root = trimmed;
		while (root.endsWith("/")) {
			root = root.substring(0, root.length() - 1);
		}
		StringBuilder parameters = new StringBuilder();
		query.forEach((name, value) -> parameters.append(parameters.isEmpty() ? '?' : '&')
			.append(URLEncoder.encode(name, StandardCharsets.UTF_8))
			.append('=')
			.append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
		return new BaseUrl(root, parameters.toString());
	}

	private static @Nullable String problem(URI uri) {
		if (uri.getScheme() == null || uri.isOpaque()) {
			return "has no scheme; it must start with https:// or http://";
		}
		if (!"https".equalsIgnoreCase(uri.getScheme()) && !"http".equalsIgnoreCase(uri.getScheme())) {
			return "must start with https:// or http://, not " + uri.getScheme() + "://";
		}
		if (uri.getRawUserInfo() != null) {
			return "holds a user or password; keys belong into api-key";
		}
		if (uri.getHost() == null) {
			return "names no host";
		}
		if (uri.getPort() == 0 || uri.getPort() > 65535) {
			return "has a port that doesn't exist; ports go from 1 to 65535";
		}
		if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
			return "has a query or fragment; put query parameters into 'query'";
		}
		return null;
	}

	URI resolve(String path) {
		return URI.create(this.root + path + this.query);
	}

	URI absolute(String url) {
		return URI.create(url + this.query);
	}

	String root() {
		return this.root;
	}

}
