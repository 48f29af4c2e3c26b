package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Runs one client on one row under Flight Recorder and tells where its time and its
 * allocation go: by the method on top of the stack, and by the topmost method of a given
 * package, to which what it calls is counted.
 */
final class Profile {

	private static final int TOP = 25;

	private static final String ALL = "everything";

	private static final List<String> LIBRARIES = List.of("io.harborai.benchmarks.", "io.harborai.", "io.netty.",
			"reactor.netty.", "reactor.", "tools.jackson.", "com.fasterxml.jackson.", "org.springframework.",
			"okhttp3.", "okio.", "com.openai.", "dev.langchain4j.", "kotlin.", "java.", "jdk.", "sun.");

	private final Options options;

	Profile(Options options) {
		this.options = options;
	}

	void run() throws IOException, InterruptedException {
		String known = this.options.text("recording", "");
		if (!known.isEmpty()) {
			tell(Path.of(known), this.options.text("package", "io.harborai."));
			return;
		}
		Row row = this.options.rows(List.of(Row.CALL_20)).get(0);
		Contender contender = this.options.clients(List.of(Contender.HARBORAI)).get(0);
		Path recording = this.options.home()
			.resolve("runner/target/" + contender.id() + "-" + row.id() + ".jfr")
			.toAbsolutePath();
		Files.createDirectories(recording.getParent());
		Path settings = recording.resolveSibling("bench.jfc");
		Files.writeString(settings, SETTINGS);
		// Starts when the classes are loaded and the code is warm.
		String delay = Integer.toString(this.options.number("warm", 8_000) / 1000 + 2);
		int measure = this.options.number("measure", 8_000);
		List<String> jfr = List.of(
				"-XX:StartFlightRecording=delay=" + delay + "s,duration=" + measure / 1000 + "s,settings=" + settings
						+ ",filename=" + recording,
				"-XX:FlightRecorderOptions=stackdepth=128", "-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints",
				"-Xlog:jfr*=off");
		Comparison.Times times = new Comparison.Times(1, 1, 1, this.options.number("warm", 8_000), measure + 6_000);
		try (VendorJvm vendor = new VendorJvm(this.options.home())) {
			new Comparison(this.options.home(), vendor, times, this.options.flag("virtual")).measure(row,
					List.of(contender), jfr);
		}
		tell(recording, this.options.text("package", "io.harborai."));
	}

	private static void tell(Path file, String ownPackage) throws IOException {
		Map<String, Double> cpu = new HashMap<>();
		Map<String, Double> cpuByLibrary = new HashMap<>();
		Map<String, Double> cpuWithin = new HashMap<>();
		Map<String, Double> bytesWithin = new HashMap<>();
		Map<String, Double> cpuBelow = new HashMap<>();
		Map<String, Double> bytes = new HashMap<>();
		Map<String, Double> bytesByClass = new HashMap<>();
		Map<String, Double> bytesByPath = new HashMap<>();
		Map<String, Double> bytesBelow = new HashMap<>();
		try (RecordingFile recording = new RecordingFile(file)) {
			while (recording.hasMoreEvents()) {
				RecordedEvent event = recording.readEvent();
				@Nullable RecordedStackTrace stack = event.getStackTrace();
				switch (event.getEventType().getName()) {
					case "jdk.ExecutionSample", "jdk.NativeMethodSample" -> {
						add(cpu, frame(stack, 0), 1);
						add(cpuByLibrary, library(frame(stack, 0)), 1);
						within(cpuWithin, stack, 1);
						add(cpuBelow, topmost(stack, ownPackage), 1);
					}
					case "jdk.ObjectAllocationSample" -> {
						double weight = event.getLong("weight");
						add(bytes, frame(stack, 0), weight);
						add(bytesByPath, event.getClass("objectClass").getName() + " in " + path(stack), weight);
						add(bytesByClass, event.getClass("objectClass").getName(), weight);
						add(bytesBelow, topmost(stack, ownPackage), weight);
						within(bytesWithin, stack, weight);
					}
					default -> {
						// Not sampled.
					}
				}
			}
		}
		print("CPU by library", cpuByLibrary, TOP);
		print("CPU by the method on top", cpu, TOP);
		print("CPU by the topmost method of " + ownPackage + "*", cpuBelow, TOP);
		print("Bytes by the method on top", bytes, TOP);
		print("Bytes by class", bytesByClass, TOP);
		print("Bytes by class and the three methods on top", bytesByPath, TOP);
		print("Bytes by the topmost method of " + ownPackage + "*", bytesBelow, TOP);
		printWithin("CPU within a method and all it calls", cpuWithin);
		printWithin("Bytes within a method and all it calls", bytesWithin);
		System.out.println("The recording: " + file);
	}

	private static void add(Map<String, Double> sums, String key, double weight) {
		sums.merge(key, weight, Double::sum);
	}

	private static String frame(@Nullable RecordedStackTrace stack, int index) {
		return (stack != null && stack.getFrames().size() > index) ? name(stack.getFrames().get(index)) : "unknown";
	}

	private static String name(RecordedFrame frame) {
		return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
	}

	private static void within(Map<String, Double> sums, @Nullable RecordedStackTrace stack, double weight) {
		add(sums, ALL, weight);
		if (stack != null) {
			stack.getFrames().stream().map(Profile::name).distinct().forEach((name) -> add(sums, name, weight));
		}
	}

	private static String path(@Nullable RecordedStackTrace stack) {
		return frame(stack, 0) + " < " + frame(stack, 1) + " < " + frame(stack, 2);
	}

	private static String library(String method) {
		for (String library : LIBRARIES) {
			if (method.startsWith(library)) {
				return library;
			}
		}
		return "other";
	}

	private static String topmost(@Nullable RecordedStackTrace stack, String ownPackage) {
		if (stack != null) {
			for (RecordedFrame frame : stack.getFrames()) {
				String type = frame.getMethod().getType().getName();
				if (type.startsWith(ownPackage) && !type.startsWith("io.harborai.benchmarks.")) {
					return name(frame);
				}
			}
		}
		return "none";
	}

	private static void print(String title, Map<String, Double> sums, int most) {
		print(title, sums, sums.values().stream().mapToDouble((value) -> value).sum(), most);
	}

	private static void printWithin(String title, Map<String, Double> sums) {
		print(title, sums, sums.getOrDefault(ALL, 1.0), 4 * TOP);
	}

	private static void print(String title, Map<String, Double> sums, double total, int most) {
		System.out.println("\n" + title + " (" + Math.round(total) + ")");
		List<Map.Entry<String, Double>> entries = new ArrayList<>(sums.entrySet());
		entries.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
		for (Map.Entry<String, Double> entry : entries.subList(0, Math.min(most, entries.size()))) {
			System.out.printf(Locale.ROOT, "  %5.1f %%  %s%n", entry.getValue() / total * 100, entry.getKey());
		}
	}

	private static final String SETTINGS = """
			<?xml version="1.0" encoding="UTF-8"?>
			<configuration version="2.0">
			  <event name="jdk.ExecutionSample"><setting name="enabled">true</setting><setting name="period">5 ms</setting></event>
			  <event name="jdk.NativeMethodSample"><setting name="enabled">false</setting></event>
			  <event name="jdk.ObjectAllocationSample"><setting name="enabled">true</setting><setting name="throttle">2000/s</setting><setting name="stackTrace">true</setting></event>
			</configuration>
			""";

}
