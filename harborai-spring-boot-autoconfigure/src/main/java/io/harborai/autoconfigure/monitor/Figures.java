package io.harborai.autoconfigure.monitor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.observation.CallStatistics;
import io.harborai.observation.ProviderStatistics;
import io.harborai.observation.ProviderStatistics.Recent;
import org.jspecify.annotations.Nullable;

/**
 * The figures of the client's performance, held against their thresholds. Looking builds
 * nothing.
 */
final class Figures implements AlertSource {

	// One that was crossed must be left by so much before it counts as left.
	private static final double MARGIN = 0.1;

	// The first calls load classes: among so few, they would be the slowest 5 %.
	private static final long ENOUGH_TIMES = 50;

	private static final long ENOUGH_CALLS = 10;

	private static final long ENOUGH_SECONDS = 60;

	private final HarborAiClient client;

	private final CallStatistics statistics;

	private final Thresholds thresholds;

	Figures(HarborAiClient client, CallStatistics statistics, Thresholds thresholds) {
		this.client = client;
		this.statistics = statistics;
		this.thresholds = thresholds;
	}

	/**
	 * The figures as they are now.
	 * @return the figures by name
	 */
	Map<String, PerformanceFigure> read() {
		Recent recent = this.statistics.all().recent();
		Map<String, PerformanceFigure> figures = new LinkedHashMap<>();
		figures.put("initialization",
				new PerformanceFigure(initializationMillis(), this.thresholds.initializationMillis(), "ms", false));
		figures.put("retainedMemory", new PerformanceFigure(MemoryEstimate.megabytes(this.client),
				this.thresholds.retainedMegabytes(), "MB", true));
		figures.put("overhead",
				new PerformanceFigure(recent.overheadMillis().p95(), this.thresholds.overheadMillis(), "ms", false));
		figures.put("throughput",
				new PerformanceFigure(recent.callsPerSecond(), this.thresholds.throughput(), "calls/s", false));
		figures.put("firstToken", new PerformanceFigure(recent.firstTokenMillis().p95(),
				this.thresholds.firstTokenMillis(), "ms", false));
		figures.put("errorRate", new PerformanceFigure((recent.judged() > 0) ? recent.errorRate() : null,
				this.thresholds.errorRate(), "ratio", false));
		return figures;
	}

	private double initializationMillis() {
		return this.client.initializationTime().toNanos() / 1e6;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		above(findings, AlertKinds.INITIALIZATION, null, initializationMillis(), this.thresholds.initializationMillis(),
				"Making the client took %.0f ms, more than %.0f ms. Providers with warm-up: eager are built while it is "
						+ "made");
		above(findings, AlertKinds.MEMORY, null, MemoryEstimate.megabytes(this.client),
				this.thresholds.retainedMegabytes(),
				"The client keeps about %.1f MB, more than %.1f MB, by an estimate. Fewer connections "
						+ "(http.max-connections) or unload-after-idle make it smaller");
		Recent all = this.statistics.all().recent();
		if (all.calls() >= ENOUGH_TIMES) {
			above(findings, AlertKinds.OVERHEAD, null, all.overheadMillis().p95(), this.thresholds.overheadMillis(),
					"The client itself needs %.2f ms (p95) until a call is handed to the network, more than %.2f ms. "
							+ "The machine may be short of CPU, or a filter slow");
		}
		slow(findings, all);
		this.client.providers().snapshot().entries().forEach((name, entry) -> {
			if (entry.enabled()) {
				provider(findings, name);
			}
		});
		return findings;
	}

	private void slow(List<Finding> findings, Recent all) {
		Double threshold = this.thresholds.throughput();
		if (threshold != null && all.calls() > 0 && all.span().toSeconds() >= ENOUGH_SECONDS) {
			double value = all.callsPerSecond();
			if (value < threshold * (1 + MARGIN)) {
				findings.add(new Finding(AlertKinds.THROUGHPUT, AlertKinds.THROUGHPUT, null,
						text("%.2f calls end in a second, fewer than %.2f", value, threshold), value, threshold,
						value < threshold));
			}
		}
	}

	private void provider(List<Finding> findings, String provider) {
		ProviderStatistics statistics = this.statistics.of(provider);
		Recent recent = statistics.recent();
		if (recent.calls() >= ENOUGH_TIMES) {
			above(findings, AlertKinds.FIRST_TOKEN, provider, recent.firstTokenMillis().p95(),
					this.thresholds.firstTokenMillis(),
					provider + " takes %.0f ms (p95) to the first token, more than %.0f ms");
		}
		if (recent.judged() >= ENOUGH_CALLS) {
			above(findings, AlertKinds.ERROR_RATE, provider, recent.errorRate(), this.thresholds.errorRate(),
					"Of the calls of " + provider + ", a part of %.2f failed in the last five minutes, more than %.2f");
		}
	}

	private static void above(List<Finding> findings, String kind, @Nullable String provider, @Nullable Double value,
			@Nullable Double threshold, String message) {
		if (value != null && threshold != null && value > threshold * (1 - MARGIN)) {
			findings.add(new Finding((provider != null) ? kind + "/" + provider : kind, kind, provider,
					text(message, value, threshold), value, threshold, value > threshold));
		}
	}

	private static String text(String message, double value, double threshold) {
		return String.format(Locale.ROOT, message, value, threshold) + ".";
	}

}
