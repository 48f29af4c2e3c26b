package io.harborai.autoconfigure.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;

/**
 * Puts the page together from the files beside this class.
 */
final class DashboardPage {

	private static final List<String> SCRIPTS = List.of("format.js", "history.js", "plots.js", "view.js",
			"providers.js", "budgets.js", "client.js", "server.js", "dashboard.js");

	private DashboardPage() {
	}

	/**
	 * Write the page.
	 * @param plots the library that draws
	 * @param surroundings what is beside the page
	 * @return HTML that holds everything it needs and may run nothing but that
	 */
	static String write(PlottingLibrary plots, Surroundings surroundings) {
		String style = read("dashboard.css");
		String script = inline(plots.script() + "\n"
				+ SCRIPTS.stream()
					.map(DashboardPage::read)
					.collect(Collectors.joining("\n", "(() => {\n\"use strict\";\n", "\n})();\n")));
		String policy = "default-src 'none'; script-src '" + hash(script) + "'; style-src '" + hash(style)
				+ "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";
		return read("dashboard.html").replace("@policy@", policy)
			.replace("@endpoint@", attribute(surroundings.endpoint()))
			.replace("@budgets@", attribute(surroundings.budgets()))
			.replace("@actions@", String.valueOf(surroundings.actions()))
			.replace("@style@", style)
			.replace("@script@", script);
	}

	private static String read(String file) {
		try {
			return lines(new ClassPathResource(file, DashboardPage.class).getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Text whose hash is that of what a browser reads: for a browser, every line ends in
	 * a line feed.
	 */
	private static String lines(String text) {
		return text.replace("\r\n", "\n").replace('\r', '\n');
	}

	private static String inline(String script) {
		return lines(script).replace("</script", "<\\/script").replace("<!--", "<\\!--");
	}

	private static String hash(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return "sha256-" + Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

	private static String attribute(@Nullable String text) {
		return (text == null) ? "" : text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
	}

}
