package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The machine the benchmarks run on.
 */
final class Machine {

	private static final int CORES = Runtime.getRuntime().availableProcessors();

	private static final boolean CAN_PIN = CORES > 1 && !run("taskset", "--version").isEmpty();

	private Machine() {
	}

	/**
	 * What to put before a command so that it runs on one core.
	 * @param core the core
	 * @return the prefix, empty where that can't be had
	 */
	static List<String> pinnedTo(int core) {
		return CAN_PIN ? List.of("taskset", "-c", Integer.toString(core)) : List.of();
	}

	static int vendorCore() {
		return 0;
	}

	static int clientCore() {
		return CORES - 1;
	}

	/**
	 * The line that every file of results starts with.
	 */
	static Map<String, Object> line(Path home) {
		Map<String, Object> line = new LinkedHashMap<>();
		line.put("kind", "machine");
		line.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
		line.put("commit", run("git", "-C", home.toString(), "rev-parse", "--short", "HEAD"));
		line.put("java", Runtime.version().toString());
		line.put("vm", System.getProperty("java.vm.name"));
		line.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
		line.put("cpu", cpu());
		line.put("cores", CORES);
		line.put("pinned", CAN_PIN);
		line.put("loadBefore", load());
		return line;
	}

	/**
	 * How many processes wanted to run in the last minute: above one, others share the
	 * machine and single figures say little.
	 */
	static String load() {
		try {
			return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

	private static String cpu() {
		try {
			return Files.readAllLines(Path.of("/proc/cpuinfo"))
				.stream()
				.filter((line) -> line.startsWith("model name"))
				.findFirst()
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

	private static String run(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
			return (process.waitFor() == 0) ? output : "";
		}
		catch (IOException ex) {
			return "";
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "";
		}
	}

}
