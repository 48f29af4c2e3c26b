package io.harborai.benchmarks.runner;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was asked for on the command line, as {@code --name=value}.
 */
final class Options {

	private final Map<String, String> values = new LinkedHashMap<>();

	Options(List<String> arguments) {
		for (String argument : arguments) {
			if (!argument.startsWith("--")) {
				throw new IllegalArgumentException("Options look like --rounds=3, not " + argument);
			}
			int equals = argument.indexOf('=');
			this.values.put((equals < 0) ? argument.substring(2) : argument.substring(2, equals),
					(equals < 0) ? "true" : argument.substring(equals + 1));
		}
	}

	/**
	 * The folder of the benchmarks.
	 */
	Path home() {
		return Path.of(text("home", ".")).toAbsolutePath().normalize();
	}

	/**
	 * The name under which the results are kept.
	 */
	String label() {
		return text("label", "jdk" + Runtime.version().feature());
	}

	Path results() {
		return home().resolve("results").resolve(label());
	}

	String text(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

	int number(String name, int otherwise) {
		String value = this.values.get(name);
		return (value != null) ? Integer.parseInt(value) : otherwise;
	}

	boolean flag(String name) {
		return Boolean.parseBoolean(this.values.getOrDefault(name, "false"));
	}

	List<Contender> clients(List<Contender> otherwise) {
		String ids = this.values.get("clients");
		return (ids != null) ? Arrays.stream(ids.split(",")).map(Contender::of).toList() : otherwise;
	}

	List<Row> rows(List<Row> otherwise) {
		String ids = this.values.get("rows");
		return (ids != null) ? Arrays.stream(ids.split(",")).map(Row::of).toList() : otherwise;
	}

}
