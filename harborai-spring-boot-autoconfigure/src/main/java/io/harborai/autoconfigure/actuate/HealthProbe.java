package io.harborai.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import io.harborai.autoconfigure.HealthProperties;
import io.harborai.autoconfigure.InvalidPropertyException;
import io.harborai.call.Outcome;
import io.harborai.provider.Provider;
import io.harborai.provider.ProviderHandle;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Asks vendors for their models, which costs nothing, to see whether they answer. Nobody
 * waits for it: who looks gets the latest answer and, if that is old, has the vendor
 * asked again for whoever looks next. Thread-safe.
 */
class HealthProbe {

	static final Duration INTERVAL = Duration.ofMinutes(1);

	static final Duration TIMEOUT = Duration.ofSeconds(5);

	/** The vendor has no list to ask for, which says nothing of its health. */
	static final String NO_LIST = "no_list";

	private static final String PREFIX = "harborai.health.probe.";

	private final Duration interval;

	private final Duration timeout;

	private final boolean buildProviders;

	private final LongSupplier nanoTime;

	private final Map<String, Asked> asked = new ConcurrentHashMap<>();

	HealthProbe(HealthProperties.Probe properties, LongSupplier nanoTime) {
		this.interval = positive("interval", properties.getInterval(), INTERVAL);
		this.timeout = positive("timeout", properties.getTimeout(), TIMEOUT);
		this.buildProviders = Boolean.TRUE.equals(properties.getBuildProviders());
		this.nanoTime = nanoTime;
	}

	private static Duration positive(String name, @Nullable Duration value, Duration byDefault) {
		if (value != null && (value.isZero() || value.isNegative())) {
			throw new InvalidPropertyException(PREFIX + name, "must be longer than zero, not " + value,
					"Leave it out for " + byDefault.toSeconds() + "s.");
		}
		return (value != null) ? value : byDefault;
	}

	/**
	 * The latest answer. An old one is renewed in the background.
	 * @param handle the provider; built only if that is wanted
	 * @return the answer, null if there is none yet
	 */
	@Nullable Result latest(ProviderHandle handle) {
		Asked asked = this.asked.computeIfAbsent(handle.name(), (name) -> new Asked());
		if ((handle.built() != null || this.buildProviders) && asked.start(this.nanoTime.getAsLong())) {
			ask(handle).subscribe(asked::end);
		}
		return asked.result;
	}

	private Mono<Result> ask(ProviderHandle handle) {
		Provider built = handle.built();
		// Building may block.
		Mono<Provider> provider = (built != null) ? Mono.just(built)
				: Mono.defer(handle::use).subscribeOn(Schedulers.boundedElastic());
		return provider.flatMap(Provider::listModels)
			.timeout(this.timeout)
			.map((models) -> models.isEmpty() ? NO_LIST : Outcome.OK.word())
			.defaultIfEmpty(NO_LIST)
			.onErrorResume((ex) -> Mono.just(word(ex)))
			.map((outcome) -> new Result(outcome, Instant.now()));
	}

	private static String word(Throwable failure) {
		return (failure instanceof TimeoutException) ? "timeout" : Outcome.of(failure).word();
	}

	/**
	 * What a vendor answered.
	 *
	 * @param outcome a short lower-case word, as in the attempt trail
	 * @param at when
	 */
	record Result(String outcome, Instant at) {
	}

	/**
	 * How a provider was asked.
	 */
	private final class Asked {

		private volatile @Nullable Result result;

		// Guarded by this.
		private boolean running;

		private boolean any;

		private long latestNanos;

		private synchronized boolean start(long nanos) {
			if (this.running || (this.any && nanos - this.latestNanos < HealthProbe.this.interval.toNanos())) {
				return false;
			}
			this.any = true;
			this.running = true;
			this.latestNanos = nanos;
			return true;
		}

		private synchronized void end(Result result) {
			this.result = result;
			this.running = false;
		}

	}

}
