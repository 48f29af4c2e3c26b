package io.harborai.benchmarks.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What HarborAI is to reach, and whether it does.
 *
 * @param calls the figures side by side
 * @param fresh the figures of fresh JVMs
 * @param startUp the lines of the starts
 * @param live the figures of live streams
 * @param pieces JMH's results
 */
record Goals(Figures calls, Figures fresh, List<ObjectNode> startUp, Figures live, JsonNode pieces) {

	private static final String OURS = Contender.HARBORAI.id();

	private static final String BLOCKING = Contender.HARBORAI_BLOCKING.id();

	List<Goal> all() {
		List<Goal> goals = new ArrayList<>();
		goals.add(atMost("call, 20 at once: CPU, x raw", 1.3, 2,
				this.calls.ratio(Row.CALL_20.id(), OURS, "cpuNanosPerOp")));
		goals
			.add(atMost("call, 20 at once: bytes", 14_000, 0, this.calls.median(Row.CALL_20.id(), OURS, "bytesPerOp")));
		goals.add(atMost("call, 200 at once: CPU, x raw", 1.3, 2,
				this.calls.ratio(Row.CALL_200.id(), OURS, "cpuNanosPerOp")));
		goals.add(atLeast("call, 1 000 at once on a 50 ms vendor: calls/s", 19_500, 0,
				this.calls.median(Row.CALL_1000.id(), OURS, "opsPerSecond")));
		goals.add(
				atMost("call, one at a time: p50, x raw", 1.2, 2, this.calls.ratio(Row.CALL_1.id(), OURS, "p50Nanos")));
		goals.add(atMost("call, one at a time, blocking: p50, x raw", 1.5, 2,
				this.calls.ratio(Row.CALL_1.id(), BLOCKING, "p50Nanos")));
		goals.add(atMost("stream at full speed: user CPU us a chunk", 1.6, 2,
				scaled(this.calls.median(Row.STREAM_FULL.id(), OURS, "userNanosPerOp"), 1000)));
		goals.add(atMost("stream at full speed: bytes a chunk", 700, 0,
				this.calls.median(Row.STREAM_FULL.id(), OURS, "bytesPerOp")));
		goals.add(atLeast("stream at full speed: chunks/s, x raw", 0.97, 2,
				this.calls.ratio(Row.STREAM_FULL.id(), OURS, "opsPerSecond")));
		goals.add(atMost("stream at 200 chunks/s: CPU a chunk, x raw", 1.25, 2,
				this.calls.ratio(Row.STREAM_PACED.id(), OURS, "cpuNanosPerOp")));
		goals.add(atMost("streamed calls that need a new connection", 0, 0,
				this.calls.median(Row.STREAM_CONNECTIONS.id(), OURS, "newConnections")));
		goals.add(atMost("fresh JVM: client made, ms", 60, 0, this.fresh.median("fresh-time", OURS, "madeMillis")));
		goals.add(atMost("fresh JVM: first answer, ms, not after LangChain4j",
				this.fresh.median("fresh-time", Contender.LANGCHAIN4J.id(), "firstAnswerMillis").orElse(0), 0,
				this.fresh.median("fresh-time", OURS, "firstAnswerMillis")));
		goals.add(atMost("fresh JVM: heap before the first call, MB", 1, 2,
				scaled(this.fresh.median("fresh-heap", OURS, "heapBeforeFirstCall"), 1_000_000)));
		goals.add(atMost("fresh JVM: heap after 100 calls, MB", 6, 2,
				scaled(this.fresh.median("fresh-heap", OURS, "heapAfter100Calls"), 1_000_000)));
		goals.add(atMost("added to a start: wall ms", 60, 0, startUp(this.startUp, OURS, "wallMillis", true)));
		goals.add(atMost("added to a start: CPU ms", 150, 0, startUp(this.startUp, OURS, "cpuMillis", true)));
		goals.add(atMost("added to a start: classes", 250, 0, startUp(this.startUp, OURS, "classes", true)));
		goals.add(atMost("availableModels(): ns", 10, 1, piece("LookupBenchmark.availableModels", false)));
		goals.add(atMost("availableModels(): bytes", 0, 0, piece("LookupBenchmark.availableModels", true)));
		goals.add(atMost("route lookup: ns", 50, 1, piece("LookupBenchmark.route", false)));
		goals.add(atMost("route lookup: bytes", 0, 0, piece("LookupBenchmark.route", true)));
		goals.add(atMost("10 000 live streams: heap a stream, KB", 20, 1,
				scaled(this.live.median("live-10000", OURS, "heapPerStream"), 1000)));
		goals.add(atMost("10 000 live streams: threads more than before", 0, 0, moreThreads()));
		return goals;
	}

	private OptionalDouble moreThreads() {
		OptionalDouble threads = this.live.median("live-10000", OURS, "threads");
		OptionalDouble before = this.live.median("live-10000", OURS, "threadsBefore");
		// The event loops are started one by one, up to their number.
		return (threads.isPresent() && before.isPresent())
				? OptionalDouble.of(Math.max(threads.getAsDouble() - before.getAsDouble() - 4, 0))
				: OptionalDouble.empty();
	}

	private static OptionalDouble scaled(OptionalDouble value, double unit) {
		return value.isPresent() ? OptionalDouble.of(value.getAsDouble() / unit) : value;
	}

	private OptionalDouble piece(String name, boolean bytes) {
		for (JsonNode piece : this.pieces) {
			if (piece.path("benchmark").asString("").endsWith("." + name)) {
				return OptionalDouble
					.of(bytes ? Math.rint(allocated(piece)) : piece.path("primaryMetric").path("score").asDouble(0));
			}
		}
		return OptionalDouble.empty();
	}

	/**
	 * The bytes that one operation of a piece allocates.
	 */
	static double allocated(JsonNode piece) {
		for (Map.Entry<String, JsonNode> metric : piece.path("secondaryMetrics").properties()) {
			if (metric.getKey().endsWith("gc.alloc.rate.norm")) {
				return metric.getValue().path("score").asDouble(0);
			}
		}
		return 0;
	}

	/**
	 * The median of a figure of an application's start.
	 * @param added whether what the plain application took in the same round is
	 * subtracted
	 */
	static OptionalDouble startUp(List<ObjectNode> lines, String app, String figure, boolean added) {
		TreeMap<Integer, Double> values = new TreeMap<>();
		String plain = "";
		for (ObjectNode line : lines) {
			if (line.path("app").asString("").equals(app)) {
				values.put(line.get("round").asInt(), line.get(figure).asDouble());
				plain = line.get("plain").asString();
			}
		}
		if (added) {
			for (ObjectNode line : lines) {
				if (line.path("app").asString("").equals(plain)) {
					values.computeIfPresent(line.get("round").asInt(),
							(round, value) -> value - line.get(figure).asDouble());
				}
			}
		}
		return Figures.median(values.values().stream().mapToDouble((value) -> value).toArray());
	}

	private static Goal atMost(String name, double limit, int digits, OptionalDouble measured) {
		return new Goal(name, "<= " + Report.number(OptionalDouble.of(limit), digits), Report.number(measured, digits),
				measured.isPresent(), measured.orElse(0) <= limit);
	}

	private static Goal atLeast(String name, double limit, int digits, OptionalDouble measured) {
		return new Goal(name, ">= " + Report.number(OptionalDouble.of(limit), digits), Report.number(measured, digits),
				measured.isPresent(), measured.orElse(0) >= limit);
	}

	/**
	 * One goal.
	 *
	 * @param name what is measured
	 * @param wanted the limit
	 * @param measured the figure
	 * @param known whether there is a figure
	 * @param reached whether it is within the limit
	 */
	record Goal(String name, String wanted, String measured, boolean known, boolean reached) {
	}

}
