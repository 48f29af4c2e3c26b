package io.harborai.benchmarks.client;

import java.util.function.Consumer;

import io.harborai.HarborAiClient;
import io.harborai.benchmarks.harness.Target;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.provider.Optimization;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.BulkheadSettings;
import io.harborai.resilience.CircuitBreakerSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;

/**
 * The setups of HarborAI that are measured, by name. Everything that is the same in all
 * of them is here too.
 */
final class Setups {

	/** The request that every call sends. */
	static final ChatCompletionRequest REQUEST = ChatCompletionRequest.builder()
		.model(Target.MODEL)
		.system(Target.SYSTEM)
		.user(Target.USER)
		.temperature(0.7)
		.maxTokens(256)
		.build();

	private static final int OWN_POOL = 320;

	private static final ResilienceSettings NO_RESILIENCE = ResilienceSettings.UNSET
		.withBulkhead(new BulkheadSettings(false, null, null, null))
		.withRetry(new RetrySettings(1, null, null, null, null))
		.withCircuitBreaker(new CircuitBreakerSettings(false, null, null, null, null, null, null, null, null));

	private Setups() {
	}

	static HarborAiClient client(Target target) {
		HarborAiClient.Builder builder = HarborAiClient.builder()
			.provider("bench", (provider) -> provider(provider, target));
		setup(target.setup()).accept(builder);
		return builder.build();
	}

	private static Consumer<HarborAiClient.Builder> setup(String name) {
		return switch (name) {
			case "defaults" -> (builder) -> {
			};
			case "off" -> (builder) -> builder.defaults((defaults) -> defaults.resilience((any) -> NO_RESILIENCE));
			case "observed" -> (builder) -> Observed.add(builder);
			case "four-providers" -> (builder) -> fourProviders(builder);
			case "four-providers-eager" -> (builder) -> {
				fourProviders(builder);
				builder.switchOff(Optimization.LAZY_PROVIDERS);
			};
			case "without-connection-reuse" -> (builder) -> builder.switchOff(Optimization.CONNECTION_REUSE);
			case "without-compiled-routes" -> (builder) -> builder.switchOff(Optimization.COMPILED_ROUTES);
			default -> throw new IllegalArgumentException("There is no setup '" + name + "'");
		};
	}

	private static void fourProviders(HarborAiClient.Builder builder) {
		for (int i = 1; i < 4; i++) {
			String name = "spare-" + i;
			builder.provider(name,
					(provider) -> provider.vendor("openai")
						.baseUrl("http://127.0.0.1:1/v1")
						.apiKey("bench-key")
						.model(name));
		}
	}

	private static void provider(ProviderSettings.Builder provider, Target target) {
		provider.vendor("openai").baseUrl(target.baseUrl()).apiKey("bench-key").model(Target.MODEL);
		if (target.atOnce() > 200) {
			provider.http((http) -> http.maxConnections(target.poolSize(OWN_POOL)));
			if (!target.setup().equals("off")) {
				provider.resilience((all) -> all.withBulkhead(new BulkheadSettings(true, target.atOnce(), null, null)));
			}
		}
	}

}
