package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of results: one JSON object a line, the machine first.
 */
final class Lines {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Path file;

	private Lines(Path file) {
		this.file = file;
	}

	/**
	 * Start a file anew.
	 */
	static Lines create(Path file, Path home) throws IOException {
		Files.createDirectories(file.getParent());
		Files.deleteIfExists(file);
		Lines lines = new Lines(file);
		lines.add(JSON.valueToTree(Machine.line(home)));
		return lines;
	}

	static List<ObjectNode> read(Path file) throws IOException {
		List<ObjectNode> lines = new ArrayList<>();
		if (Files.exists(file)) {
			for (String line : Files.readAllLines(file)) {
				lines.add((ObjectNode) parse(line));
			}
		}
		return lines;
	}

	static JsonNode parse(String line) {
		return JSON.readTree(line);
	}

	/**
	 * The figures of one measurement.
	 * @param context what was measured, first in the line
	 * @param figures the answer of the JVM that measured
	 */
	static ObjectNode line(Map<String, Object> context, String figures) {
		ObjectNode line = JSON.valueToTree(context);
		line.setAll((ObjectNode) parse(figures));
		return line;
	}

	void add(JsonNode line) throws IOException {
		Files.writeString(this.file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

}
