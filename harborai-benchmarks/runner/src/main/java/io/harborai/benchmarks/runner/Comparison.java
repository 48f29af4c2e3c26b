package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

/**
 * Measures clients side by side: for each row a fresh JVM per client, all held to the
 * same core, that take turns round by round, so that whatever else the machine does hits
 * all alike. Only a few run at a time, the raw client always among them: the memory of
 * those that wait for long grows cold, and their next round would pay for that.
 */
final class Comparison {

	private static final int AT_A_TIME = 3;

	private final Path home;

	private final VendorJvm vendor;

	private final Times times;

	private final boolean virtualThreads;

	Comparison(Path home, VendorJvm vendor, Times times, boolean virtualThreads) {
		this.home = home;
		this.vendor = vendor;
		this.times = times;
		this.virtualThreads = virtualThreads;
	}

	/**
	 * The options of a client's JVM. Without the last one the JDK, seeing one core, would
	 * start a thread for every asynchronous step of a {@code CompletableFuture}, which is
	 * the pinning's doing and not the client's.
	 */
	static List<String> client(int megabytes) {
		return List.of("-Xms" + megabytes + "m", "-Xmx" + megabytes + "m", "-XX:+UseSerialGC",
				"-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
	}

	/**
	 * Measure a row.
	 * @param row the row
	 * @param contenders who takes part
	 * @param extra options for the clients' JVMs
	 * @return a line per client and round; the raw client has one in every group's rounds
	 */
	List<ObjectNode> measure(Row row, List<Contender> contenders, List<String> extra)
			throws IOException, InterruptedException {
		List<Contender> others = new ArrayList<>();
		for (Contender contender : contenders) {
			if (row.takes(contender) && contender != Contender.RAW) {
				others.add(contender);
			}
		}
		boolean raw = contenders.contains(Contender.RAW) && row.takes(Contender.RAW);
		List<ObjectNode> lines = new ArrayList<>();
		int round = 0;
		do {
			List<Contender> group = new ArrayList<>();
			if (raw) {
				group.add(Contender.RAW);
			}
			while (!others.isEmpty() && group.size() < AT_A_TIME) {
				group.add(others.remove(0));
			}
			lines.addAll(measure(row, group, extra, round));
			round += this.times.rounds();
		}
		while (!others.isEmpty());
		return lines;
	}

	private List<ObjectNode> measure(Row row, List<Contender> group, List<String> extra, int roundsBefore)
			throws IOException, InterruptedException {
		Map<Contender, Jvm> jvms = new LinkedHashMap<>();
		List<ObjectNode> lines = new ArrayList<>();
		try {
			for (Contender contender : group) {
				jvms.put(contender, start(row, contender, extra));
			}
			for (Jvm jvm : jvms.values()) {
				jvm.answer();
			}
			for (Jvm jvm : jvms.values()) {
				jvm.ask("warm " + kind(row) + " " + row.atOnce() + " " + this.times.warmMillis() + " "
						+ this.times.warmOperations(row));
			}
			// Round 0 isn't kept: who was warmed up first has waited since.
			for (int round = 0; round <= this.times.rounds(); round++) {
				for (Map.Entry<Contender, Jvm> entry : jvms.entrySet()) {
					ObjectNode line = round(row, entry.getKey(), entry.getValue(), roundsBefore + round);
					if (round > 0) {
						lines.add(line);
						System.out.println(summary(line));
					}
				}
			}
		}
		finally {
			for (Jvm jvm : jvms.values()) {
				jvm.close();
			}
		}
		return lines;
	}

	/**
	 * Start a client for a row. It says "ready" first and then takes commands.
	 */
	Jvm start(Row row, Contender contender, List<String> extra) throws IOException {
		List<String> options = new ArrayList<>(client(512));
		options.addAll(extra);
		if (this.virtualThreads) {
			options.add("-Dbench.virtual=true");
		}
		return Jvm.start(new Jvm.Spec(contender.id() + "-" + row.id(), this.home.resolve(contender.module()),
				Machine.clientCore(), options, "io.harborai.benchmarks.harness.Worker", List.of(contender.factory(),
						this.vendor.baseUrl(row.script()), Integer.toString(row.atOnce()), contender.setup())));
	}

	private static String kind(Row row) {
		return row.kind().name().toLowerCase(Locale.ROOT);
	}

	private ObjectNode round(Row row, Contender contender, Jvm jvm, int round)
			throws IOException, InterruptedException {
		long connections = this.vendor.connections();
		long requests = this.vendor.requests();
		String answer = jvm.ask("measure " + kind(row) + " " + row.atOnce() + " " + this.times.settleMillis() + " "
				+ this.times.measureMillis());
		Map<String, Object> context = new LinkedHashMap<>();
		context.put("kind", "side-by-side");
		context.put("row", row.id());
		context.put("client", contender.id());
		context.put("round", round);
		ObjectNode line = Lines.line(context, answer);
		line.put("newConnections", this.vendor.connections() - connections);
		line.put("requestsServed", this.vendor.requests() - requests);
		return line;
	}

	static String summary(ObjectNode line) {
		return String.format(Locale.ROOT, "%-20s %-20s round %d  %9.2f us CPU/op  %9.0f B/op  %9.0f op/s%s",
				line.get("row").asString(), line.get("client").asString(), line.get("round").asInt(),
				line.get("cpuNanosPerOp").asDouble() / 1000, line.get("bytesPerOp").asDouble(),
				line.has("opsPerSecond") ? line.get("opsPerSecond").asDouble() : 0,
				line.has("firstFailure") ? "  FAILURES: " + line.get("firstFailure").asString() : "");
	}

	/**
	 * How long everything takes.
	 *
	 * @param rounds how many rounds
	 * @param warmMillis the least warm-up of a fresh JVM; it goes on until the compiler
	 * is done, but no longer than ten times as long
	 * @param warmCalls the least number of calls in it; of chunks, ten times as many
	 * @param settleMillis what precedes each measurement
	 * @param measureMillis each measurement
	 */
	record Times(int rounds, int warmMillis, int warmCalls, int settleMillis, int measureMillis) {

		static Times of(Options options, Times otherwise) {
			return new Times(options.number("rounds", otherwise.rounds), options.number("warm", otherwise.warmMillis),
					options.number("warm-calls", otherwise.warmCalls), options.number("settle", otherwise.settleMillis),
					options.number("measure", otherwise.measureMillis));
		}

		int warmOperations(Row row) {
			return (row.kind() == Row.Kind.STREAM) ? 10 * this.warmCalls : this.warmCalls;
		}

	}

}
