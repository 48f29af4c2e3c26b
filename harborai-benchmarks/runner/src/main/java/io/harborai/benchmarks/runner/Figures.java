package io.harborai.benchmarks.runner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Medians over the rounds of a run, and medians of the ratios to the raw client in the
 * same round.
 *
 * @param lines the lines of the results
 */
record Figures(List<ObjectNode> lines) {

	/**
	 * The median of a figure.
	 * @param row the row
	 * @param client the client
	 * @param figure the figure's name
	 * @return the median, empty if it wasn't measured
	 */
	OptionalDouble median(String row, String client, String figure) {
		return median(byRound(row, client, figure).values().stream().mapToDouble((value) -> value).toArray());
	}

	/**
	 * The median of a figure's ratio to that of another client in the same round.
	 * @param row the row
	 * @param client the client
	 * @param figure the figure's name
	 * @return the ratio, empty if one of the two wasn't measured
	 */
	OptionalDouble ratio(String row, String client, String figure) {
		TreeMap<Integer, Double> raw = byRound(row, Contender.RAW.id(), figure);
		List<Double> ratios = new ArrayList<>();
		byRound(row, client, figure).forEach((round, value) -> {
			Double base = raw.get(round);
			if (base != null) {
				ratios.add(value / base);
			}
		});
		return median(ratios.stream().mapToDouble((value) -> value).toArray());
	}

	/**
	 * How many calls failed, of all rounds.
	 */
	long failures(String row, String client) {
		return (long) byRound(row, client, "failures").values().stream().mapToDouble((value) -> value).sum();
	}

	private TreeMap<Integer, Double> byRound(String row, String client, String figure) {
		TreeMap<Integer, Double> values = new TreeMap<>();
		for (ObjectNode line : this.lines) {
			@Nullable JsonNode value = line.get(figure);
			if (value != null && value.isNumber() && row.equals(line.path("row").asString(""))
					&& client.equals(line.path("client").asString(""))) {
				values.put(line.path("round").asInt(0), value.asDouble());
			}
		}
		return values;
	}

	static OptionalDouble median(double... values) {
		if (values.length == 0) {
			return OptionalDouble.empty();
		}
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return OptionalDouble.of((sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
	}

}
