package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the benchmarks of the pieces, with what they allocate, and keeps JMH's own file of
 * results.
 */
final class MicroBenchmarks {

	private final Options options;

	MicroBenchmarks(Options options) {
		this.options = options;
	}

	void run() throws IOException, InterruptedException {
		Path module = this.options.home().resolve("micro");
		Path results = this.options.results();
		Files.createDirectories(results);
		List<String> command = new ArrayList<>(Machine.pinnedTo(Machine.clientCore()));
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-cp", Jvm.classPath(module), "org.openjdk.jmh.Main", "-prof", "gc", "-rf", "json",
				"-rff", results.resolve("micro.json").toString(), "-jvmArgs", "-Xms512m -Xmx512m -XX:+UseSerialGC",
				"-f", this.options.text("forks", "1"), "-wi", this.options.text("warmups", "5"), "-i",
				this.options.text("rounds", "5"), "-w", "1s", "-r", "1s", "-foe", "true"));
		String pattern = this.options.text("pattern", "");
		if (!pattern.isEmpty()) {
			command.add(pattern);
		}
		int status = new ProcessBuilder(command).inheritIO().start().waitFor();
		if (status != 0) {
			throw new IOException("JMH ended with " + status);
		}
	}

}
