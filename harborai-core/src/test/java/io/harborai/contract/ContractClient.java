package io.harborai.contract;

import java.util.List;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.fixture.Fixture;
import io.harborai.provider.Dialect;
import io.harborai.provider.DialectFactory;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.wire.ErrorTables;

/**
 * A client whose providers, one for each vendor that has fixtures, all talk to one
 * simulated vendor.
 */
final class ContractClient implements AutoCloseable {

	/**
	 * A vendor that only these tests know: Baidu's older API, which the product doesn't
	 * support but whose answers its reader and classifier understand.
	 */
	private static final String QIANFAN_V1 = "qianfan-v1";

	// The provider that gets a fixture folder's answers.
	private static final Map<String, String> PROVIDERS = Map.ofEntries(Map.entry("deepseek", "deepseek"),
			Map.entry("doubao", "doubao"), Map.entry("qianfan", "wenxin"), Map.entry(QIANFAN_V1, QIANFAN_V1),
			Map.entry("openai", "openai"), Map.entry("sse-edge", "openai-compatible"),
			Map.entry("azure", "azure-openai"), Map.entry("openrouter", "openrouter"), Map.entry("zhipu", "zhipu"),
			Map.entry("minimax", "minimax"), Map.entry("siliconflow", "siliconflow"), Map.entry("dashscope", "qwen"),
			Map.entry("hunyuan", "hunyuan"), Map.entry("kimi", "moonshot"), Map.entry("vllm", "vllm"),
			Map.entry("ollama", "ollama"), Map.entry("stepfun", "stepfun"), Map.entry("gemini", "openai-compatible"));

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final HarborAiClient client;

	ContractClient() {
		HarborAiClient.Builder builder = SwitchedOff.client()
			.providerFactory(new DialectFactory(
					Dialect.openAiCompatible(QIANFAN_V1).errors(ErrorTables.QIANFAN_V1).modelsPath(null).build()));
		String url = this.vendor.baseUrl(io.harborai.simulator.Dialect.OPENAI);
		List.copyOf(PROVIDERS.values()).stream().distinct().forEach((name) -> builder.provider(settings(name, url)));
		this.client = builder.build();
	}

	private static ProviderSettings settings(String name, String url) {
		return ProviderSettings.builder(name)
			.apiKey("contract-key-1")
			.baseUrl(url)
			.resilience(ResilienceSettings.UNSET.withRetry(new RetrySettings(1, null, null, null, null)))
			.build();
	}

	/**
	 * Forget what a fixture's answer has taught: keys that were refused would rest.
	 * @param provider the provider's name
	 */
	void forget(String provider) {
		ProviderSettings settings = this.client.providers().snapshot().entries().get(provider).handle().settings();
		this.client.providers().unregister(provider);
		this.client.providers().register(settings);
	}

	SimulatedVendor vendor() {
		return this.vendor;
	}

	HarborAiClient client() {
		return this.client;
	}

	/**
	 * The name of the provider that gets a fixture.
	 * @param fixture the fixture
	 * @return the provider's name
	 */
	static String provider(Fixture fixture) {
		String provider = PROVIDERS.get(fixture.vendor());
		if (provider == null) {
			throw new IllegalArgumentException("No provider for " + fixture.file() + "; add one to PROVIDERS");
		}
		return provider;
	}

	@Override
	public void close() {
		this.client.close();
		this.vendor.close();
	}

}
