package io.harborai.benchmarks.client;

import java.util.function.Consumer;

import io.harborai.HarborAiClient;
import io.harborai.benchmarks.harness.Target;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.provider.ProviderSettings;

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

	private Setups() {
	}

	static HarborAiClient client(Target target) {
		HarborAiClient.Builder builder = HarborAiClient.builder()
			.provider("bench", (provider) -> provider(provider, target));
		setup(target.setup()).accept(builder);
		return builder.build();
	}

	private static Consumer<HarborAiClient.Builder> setup(String name) {
		if (name.equals("defaults")) {
			return (builder) -> {
			};
		}
		throw new IllegalArgumentException("There is no setup '" + name + "'");
	}

	private static void provider(ProviderSettings.Builder provider, Target target) {
		provider.vendor("openai").baseUrl(target.baseUrl()).apiKey("bench-key").model(Target.MODEL);
		if (target.atOnce() > 200) {
			provider.http((http) -> http.maxConnections(target.poolSize(OWN_POOL)));
		}
	}

}
