package io.harborai.benchmarks.micro;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.harborai.HarborAiClient;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Choice;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ResponseMeta;
import io.harborai.model.ModelInfo;
import io.harborai.observation.ChatMeters;
import io.harborai.observation.ChatObservations;
import io.harborai.provider.Provider;
import io.harborai.provider.ProviderContext;
import io.harborai.provider.ProviderFactory;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.AdaptiveSettings;
import io.harborai.resilience.BulkheadSettings;
import io.harborai.resilience.CircuitBreakerSettings;
import io.harborai.resilience.RateLimiterSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.usage.Usage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The chain around a vendor that answers at once: what everything but the exchange costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChainBenchmark {

	private final ChatCompletionRequest request = Samples.request(200);

	/** What is on. */
	@Param({ "off", "defaults", "everything", "observed" })
	String setup = "defaults";

	private @Nullable HarborAiClient client;

	/**
	 * Make the client.
	 */
	@Setup
	public void open() {
		HarborAiClient.Builder builder = HarborAiClient.builder()
			.providerFactory(new InstantVendor())
			.provider("bench",
					(provider) -> provider.vendor("instant")
						.model(Samples.MODEL)
						.resilience((any) -> resilience(this.setup)));
		if (this.setup.equals("observed")) {
			MeterRegistry meters = new SimpleMeterRegistry();
			ObservationRegistry observations = ObservationRegistry.create();
			observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
			ChatMeters own = new ChatMeters();
			own.bindTo(meters);
			builder.instrumentation(new ChatObservations(observations)).instrumentation(own);
		}
		this.client = builder.build();
	}

	private static ResilienceSettings resilience(String setup) {
		return switch (setup) {
			case "off" -> ResilienceSettings.UNSET.withBulkhead(new BulkheadSettings(false, null, null, null))
				.withRetry(new RetrySettings(1, null, null, null, null))
				.withCircuitBreaker(new CircuitBreakerSettings(false, null, null, null, null, null, null, null, null));
			case "everything" ->
				ResilienceSettings.UNSET.withRateLimiter(new RateLimiterSettings(Integer.MAX_VALUE, Long.MAX_VALUE / 4))
					.withAdaptive(new AdaptiveSettings(true, null, null, null));
			default -> ResilienceSettings.UNSET;
		};
	}

	/**
	 * A call without the exchange.
	 * @return the completion
	 */
	@Benchmark
	public @Nullable ChatCompletion call() {
		return Objects.requireNonNull(this.client).chat().completions().createAsync(this.request).block();
	}

	/**
	 * Let go.
	 */
	@TearDown
	public void close() {
		Objects.requireNonNull(this.client).close();
	}

	private static final class InstantVendor implements ProviderFactory {

		@Override
		public String vendor() {
			return "instant";
		}

		@Override
		public Provider create(ProviderSettings settings, ProviderContext context) {
			return new InstantProvider(settings.name());
		}

	}

	private record InstantProvider(String name) implements Provider, ChatHandler {

		private static final Mono<ChatCompletion> ANSWER = Mono.just(new ChatCompletion("id", Samples.MODEL, null,
				List.of(new Choice(0, new AssistantMessage("A light."), FinishReason.STOP, null, Map.of())),
				Usage.MISSING, new ResponseMeta("", "", "", null, null, null, null, List.of(), List.of(), false),
				Map.of()));

		@Override
		public Mono<List<ModelInfo>> listModels() {
			return Mono.just(List.of());
		}

		@Override
		public ChatHandler chat() {
			return this;
		}

		@Override
		public int inFlight() {
			return 0;
		}

		@Override
		public Mono<Void> close(Duration grace) {
			return Mono.empty();
		}

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return ANSWER;
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			return Flux.empty();
		}

	}

}
