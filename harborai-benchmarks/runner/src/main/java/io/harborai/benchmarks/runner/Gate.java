package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds a short run against what is checked in. Ratios to the raw client in the same
 * round and bytes per operation are compared, never times: those are the machine's. What
 * a call allocates hardly varies, so it is held tightly; CPU ratios do vary, so they are
 * held loosely.
 */
final class Gate {

	private static final Comparison.Times SHORT = new Comparison.Times(3, 2_000, 20_000, 200, 1_000);

	private static final double TIGHT = 0.06;

	private static final double LOOSE = 1;

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private final Options options;

	Gate(Options options) {
		this.options = options;
	}

	/**
	 * Measure and compare.
	 * @return whether nothing got worse
	 */
	boolean run() throws IOException, InterruptedException {
		Figures figures = new Figures(measure());
		Path file = this.options.home().resolve("baseline.json");
		List<Check> checks = checks();
		if (this.options.flag("update")) {
			Files.writeString(file, JSON.writeValueAsString(baseline(checks, figures)) + "\n");
			System.out.println("Wrote " + file);
			return true;
		}
		return compare(JSON.readTree(Files.readString(file)), figures);
	}

	private List<ObjectNode> measure() throws IOException, InterruptedException {
		Path home = this.options.home();
		List<ObjectNode> lines = new ArrayList<>();
		try (VendorJvm vendor = new VendorJvm(home)) {
			Comparison comparison = new Comparison(home, vendor, Comparison.Times.of(this.options, SHORT), false);
			for (Row row : List.of(Row.CALL_20, Row.STREAM_FULL, Row.MODELS)) {
				lines.addAll(comparison.measure(row, Contender.GATED, List.of()));
			}
			lines.addAll(
					new FreshJvms(home, vendor).measure(List.of(Contender.RAW, Contender.HARBORAI), SHORT.rounds()));
		}
		return lines;
	}

	/**
	 * What is compared. The four figures that the Python original was measured by are
	 * among them: time to initialise, memory, throughput and the overhead of a call.
	 */
	static List<Check> checks() {
		List<Check> checks = new ArrayList<>();
		String ours = Contender.HARBORAI.id();
		checks.add(new Check(Row.CALL_20.id(), ours, "bytesPerOp", false, false, TIGHT, 64));
		checks.add(new Check(Row.CALL_20.id(), ours, "cpuNanosPerOp", true, false, LOOSE, 0));
		checks.add(new Check(Row.CALL_20.id(), ours, "opsPerSecond", true, true, LOOSE, 0));
		checks.add(new Check(Row.STREAM_FULL.id(), ours, "bytesPerOp", false, false, TIGHT, 16));
		checks.add(new Check(Row.STREAM_FULL.id(), ours, "opsPerSecond", true, true, LOOSE, 0));
		checks.add(new Check(Row.MODELS.id(), ours, "bytesPerOp", false, false, 0, 0.5));
		checks.add(new Check(Row.MODELS.id(), ours, "nanosPerOp", true, false, 3, 0));
		checks.add(new Check("fresh-time", ours, "madeMillis", true, false, 2 * LOOSE, 0));
		checks.add(new Check("fresh-time", ours, "classesMade", false, false, TIGHT, 5));
		checks.add(new Check("fresh-time", ours, "classesFirstAnswer", false, false, TIGHT, 5));
		checks.add(new Check("fresh-heap", ours, "heapBeforeFirstCall", false, false, 2 * TIGHT, 16_384));
		checks.add(new Check("fresh-heap", ours, "heapAfter100Calls", false, false, 2 * TIGHT, 65_536));
		return checks;
	}

	private static ArrayNode baseline(List<Check> checks, Figures figures) {
		ArrayNode baseline = JSON.createArrayNode();
		for (Check check : checks) {
			baseline.addPOJO(check.withValue(check.now(figures).orElseThrow()));
		}
		return baseline;
	}

	static boolean compare(JsonNode baseline, Figures figures) {
		List<String> worse = new ArrayList<>();
		List<String> better = new ArrayList<>();
		List<String> same = new ArrayList<>();
		for (JsonNode entry : baseline) {
			Check check = JSON.treeToValue(entry, Check.class);
			OptionalDouble now = check.now(figures);
			if (now.isEmpty()) {
				worse.add(check.name() + ": wasn't measured");
				continue;
			}
			String line = check.describe(now.getAsDouble());
			(check.isWorse(now.getAsDouble()) ? worse : check.isBetter(now.getAsDouble()) ? better : same).add(line);
		}
		print("as before", same);
		print("better than the tolerance; consider --update, so that it stays", better);
		print("WORSE than the tolerance allows", worse);
		System.out.println(worse.isEmpty() ? "The gate is open." : "The gate is closed: " + worse.size()
				+ " figures got worse. If that is meant, say why in the commit and run the gate with --update.");
		return worse.isEmpty();
	}

	private static void print(String title, List<String> lines) {
		if (!lines.isEmpty()) {
			System.out.println(title + ":");
			lines.forEach((line) -> System.out.println("  " + line));
		}
	}

	/**
	 * One figure that is held.
	 *
	 * @param row the row
	 * @param client the client
	 * @param figure the figure's name
	 * @param ratioToRaw whether its ratio to the raw client is held, not the figure
	 * itself
	 * @param higherIsBetter whether more is better
	 * @param tolerance how much worse it may be, as a share
	 * @param slack how much worse it may be besides, in its own unit
	 * @param value what it was when it was checked in
	 */
	record Check(String row, String client, String figure, boolean ratioToRaw, boolean higherIsBetter, double tolerance,
			double slack, double value) {

		Check(String row, String client, String figure, boolean ratioToRaw, boolean higherIsBetter, double tolerance,
				double slack) {
			this(row, client, figure, ratioToRaw, higherIsBetter, tolerance, slack, 0);
		}

		Check withValue(double value) {
			return new Check(this.row, this.client, this.figure, this.ratioToRaw, this.higherIsBetter, this.tolerance,
					this.slack, Math.round(value * 1000) / 1000.0);
		}

		OptionalDouble now(Figures figures) {
			return this.ratioToRaw ? figures.ratio(this.row, this.client, this.figure)
					: figures.median(this.row, this.client, this.figure);
		}

		String name() {
			return this.row + " " + this.client + " " + this.figure + (this.ratioToRaw ? ", x raw" : "");
		}

		boolean isWorse(double now) {
			return this.higherIsBetter ? now < this.value / (1 + this.tolerance) - this.slack
					: now > this.value * (1 + this.tolerance) + this.slack;
		}

		boolean isBetter(double now) {
			return this.higherIsBetter ? now > this.value * (1 + this.tolerance) + this.slack
					: now < this.value / (1 + this.tolerance) - this.slack;
		}

		String describe(double now) {
			return String.format(Locale.ROOT, "%-60s %,14.2f -> %,14.2f  (%+.1f %%, allowed %s%.0f %%)", name(),
					this.value, now, (this.value != 0) ? (now / this.value - 1) * 100 : 0,
					this.higherIsBetter ? "-" : "+", this.tolerance * 100);
		}

	}

}
