package io.harborai.benchmarks.runner;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class GateTests {

	private static final JsonNode BASELINE = Lines.parse("""
			[{"row":"call-20","client":"harborai","figure":"bytesPerOp","ratioToRaw":false,"higherIsBetter":false,
			  "tolerance":0.05,"slack":0.0,"value":10000.0},
			 {"row":"call-20","client":"harborai","figure":"opsPerSecond","ratioToRaw":true,"higherIsBetter":true,
			  "tolerance":0.25,"slack":0.0,"value":0.8}]""");

	@Test
	void staysOpenWithinTheTolerances() {
		assertThat(Gate.compare(BASELINE, figures(10_499, 650, 1000))).isTrue();
	}

	@Test
	void opensForImprovements() {
		assertThat(Gate.compare(BASELINE, figures(5_000, 1_500, 1000))).isTrue();
	}

	@Test
	void closesWhenACallAllocatesMore() {
		assertThat(Gate.compare(BASELINE, figures(10_501, 800, 1000))).isFalse();
	}

	@Test
	void closesWhenThroughputFallsBehindTheRawClient() {
		assertThat(Gate.compare(BASELINE, figures(10_000, 630, 1000))).isFalse();
	}

	@Test
	void closesWhenAFigureIsMissing() {
		assertThat(Gate.compare(BASELINE, new Figures(List.of()))).isFalse();
	}

	@Test
	void takesTheMedianOfTheRatiosInEachRound() {
		List<ObjectNode> lines = new ArrayList<>();
		double[][] rounds = { { 100, 200 }, { 1000, 3000 }, { 10, 90 } };
		for (int i = 0; i < rounds.length; i++) {
			lines.add(line("raw", i, 0, rounds[i][0]));
			lines.add(line("harborai", i, 0, rounds[i][1]));
		}
		assertThat(new Figures(lines).ratio("call-20", "harborai", "opsPerSecond")).hasValue(3);
	}

	private static Figures figures(double bytes, double operations, double rawOperations) {
		return new Figures(List.of(line("raw", 1, 1, rawOperations), line("harborai", 1, bytes, operations)));
	}

	private static ObjectNode line(String client, int round, double bytes, double operations) {
		return (ObjectNode) Lines.parse("{\"row\":\"call-20\",\"client\":\"" + client + "\",\"round\":" + round
				+ ",\"bytesPerOp\":" + bytes + ",\"opsPerSecond\":" + operations + "}");
	}

}
