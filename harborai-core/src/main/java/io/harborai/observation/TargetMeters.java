package io.harborai.observation;

import java.time.Duration;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.harborai.call.Outcome;
import io.harborai.observation.HarborAiMeterDocumentation.Keys;
import io.harborai.observation.HarborAiObservationDocumentation.CallKeys;
import io.harborai.observation.HarborAiObservationDocumentation.TargetKeys;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one target in one registry, each made when it is first needed and then
 * kept, so that a call makes neither tags nor a search. Thread-safe.
 */
final class TargetMeters {

	// The boundaries that OpenTelemetry's conventions give.
	private static final double[] SECONDS = { 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48,
			40.96, 81.92 };

	private static final double[] FIRST_SECONDS = { 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5,
			10, 30, 60 };

	private static final double[] CHUNK_SECONDS = { 0.001, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5,
			0.75, 1, 2.5 };

	private static final double[] OVERHEAD_SECONDS = { 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
			0.025, 0.1 };

	private static final double[] TOKENS = { 1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576 };

	private final MeterRegistry registry;

	private final Tags provider;

	private final Tags target;

	private final String operation;

	private final Map<String, Timer> durations = new ConcurrentHashMap<>();

	private final Map<String, Counter> attempts = new ConcurrentHashMap<>();

	private final Map<Currency, Counter> costs = new ConcurrentHashMap<>();

	private final Map<Usage.Source, Tokens> tokens = new ConcurrentHashMap<>();

	private final Timer overhead;

	// The ones that most calls need.
	private volatile @Nullable Timer success;

	private volatile @Nullable Timer firstToken;

	private volatile @Nullable Timer perChunk;

	private volatile @Nullable Counter ok;

	private volatile @Nullable Counter unpriced;

	TargetMeters(MeterRegistry registry, String provider, String model) {
		this(registry, provider, model, TagValues.CHAT);
	}

	TargetMeters(MeterRegistry registry, String provider, String model, String operation) {
		this.registry = registry;
		this.operation = operation;
		this.provider = Tags.of(TargetKeys.PROVIDER.asString(), provider);
		this.target = this.provider.and(TargetKeys.MODEL.asString(), model);
		this.overhead = timer(HarborAiMeterDocumentation.OVERHEAD, this.provider, OVERHEAD_SECONDS);
	}

	void ended(long nanos, String error) {
		Timer timer = error.equals(TagValues.NONE) ? this.success : this.durations.get(error);
		if (timer == null) {
			timer = this.durations.computeIfAbsent(error, (value) -> timer(HarborAiMeterDocumentation.DURATION,
					operation().and(CallKeys.ERROR.asString(), value), SECONDS));
			this.success = error.equals(TagValues.NONE) ? timer : this.success;
		}
		timer.record(nanos, TimeUnit.NANOSECONDS);
	}

	void firstToken(long nanos) {
		Timer timer = this.firstToken;
		if (timer == null) {
			timer = timer(HarborAiMeterDocumentation.TIME_TO_FIRST_TOKEN, operation(), FIRST_SECONDS);
			this.firstToken = timer;
		}
		timer.record(nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * The timer for the time between deltas, which streams keep for their whole life.
	 */
	Timer perChunk() {
		Timer timer = this.perChunk;
		if (timer == null) {
			timer = timer(HarborAiMeterDocumentation.TIME_PER_OUTPUT_CHUNK, operation(), CHUNK_SECONDS);
			this.perChunk = timer;
		}
		return timer;
	}

	void overhead(long nanos) {
		this.overhead.record(nanos, TimeUnit.NANOSECONDS);
	}

	void attempt(String outcome) {
		boolean well = outcome.equals(Outcome.OK.word());
		Counter counter = well ? this.ok : this.attempts.get(outcome);
		if (counter == null) {
			counter = this.attempts.computeIfAbsent(outcome, (value) -> counter(HarborAiMeterDocumentation.ATTEMPTS,
					this.target.and(Keys.OUTCOME.asString(), value)));
			this.ok = well ? counter : this.ok;
		}
		counter.increment();
	}

	void used(Usage usage, @Nullable Cost cost) {
		Tokens tokens = this.tokens.get(usage.source());
		if (tokens == null) {
			tokens = this.tokens.computeIfAbsent(usage.source(),
					(source) -> new Tokens(tokens("input", source), tokens("output", source)));
		}
		tokens.input().record(usage.promptTokens());
		tokens.output().record(usage.completionTokens());
		if (cost != null) {
			cost(cost);
		}
		else {
			unpriced();
		}
	}

	private void cost(Cost cost) {
		Counter counter = this.costs.get(cost.currency());
		if (counter == null) {
			counter = this.costs.computeIfAbsent(cost.currency(), (currency) -> counter(HarborAiMeterDocumentation.COST,
					this.target.and(Keys.CURRENCY.asString(), currency.getCurrencyCode())));
		}
		counter.increment(cost.amount().doubleValue());
	}

	private void unpriced() {
		Counter counter = this.unpriced;
		if (counter == null) {
			counter = counter(HarborAiMeterDocumentation.COST_UNPRICED, this.target);
			this.unpriced = counter;
		}
		counter.increment();
	}

	private Tags operation() {
		return this.target.and(TargetKeys.OPERATION.asString(), this.operation);
	}

	private Timer timer(HarborAiMeterDocumentation meter, Tags tags, double[] seconds) {
		Duration[] boundaries = new Duration[seconds.length];
		for (int i = 0; i < seconds.length; i++) {
			boundaries[i] = Duration.ofNanos(Math.round(seconds[i] * 1e9));
		}
		return Timer.builder(meter.getName())
			.description(meter.description())
			.tags(tags)
			.serviceLevelObjectives(boundaries)
			.register(this.registry);
	}

	private Counter counter(HarborAiMeterDocumentation meter, Tags tags) {
		return Counter.builder(meter.getName()).description(meter.description()).tags(tags).register(this.registry);
	}

	private DistributionSummary tokens(String type, Usage.Source source) {
		return DistributionSummary.builder(HarborAiMeterDocumentation.TOKEN_USAGE.getName())
			.description(HarborAiMeterDocumentation.TOKEN_USAGE.description())
			.tags(operation().and(Keys.TOKEN_TYPE.asString(), type, Keys.SOURCE.asString(),
					source.name().toLowerCase(Locale.ROOT)))
			.serviceLevelObjectives(TOKENS)
			.register(this.registry);
	}

	/**
	 * Where tokens are counted.
	 *
	 * @param input those of the input
	 * @param output those of the output
	 */
	private record Tokens(DistributionSummary input, DistributionSummary output) {
	}

}
