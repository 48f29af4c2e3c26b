package io.harborai.tool;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.tool.ToolLoopEvent.Finished;

/**
 * A client of four vendors, all of them simulated, and the ways to go through a loop.
 */
final class LoopBench implements AutoCloseable {

	private static final Map<Dialect, String> MODELS = Map.of(Dialect.DEEPSEEK, "deepseek-v4-pro", Dialect.DOUBAO,
			"doubao-seed-1-6-250615", Dialect.WENXIN, "ernie-x1.1", Dialect.OPENAI, "gpt-5-mini");

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final HarborAiClient client;

	LoopBench() {
		HarborAiClient.Builder builder = HarborAiClient.builder();
		for (Dialect dialect : Dialect.values()) {
			builder.provider(provider(dialect),
					(p) -> p.apiKey("loop-key-1")
						.baseUrl(this.vendor.baseUrl(dialect))
						.resilience(ResilienceSettings.UNSET.withRetry(new RetrySettings(1, null, null, null, null))));
		}
		this.client = builder.build();
	}

	private static String provider(Dialect dialect) {
		return dialect.name().toLowerCase(Locale.ROOT);
	}

	SimulatedVendor vendor() {
		return this.vendor;
	}

	HarborAiClient client() {
		return this.client;
	}

	static ChatCompletionRequest ask(Dialect dialect) {
		return ChatCompletionRequest.of((r) -> r.model(provider(dialect) + "/" + MODELS.get(dialect)).user("Hello"));
	}

	/**
	 * Go through a loop to its good end.
	 */
	ToolRun run(ChatCompletionRequest request, ToolSet tools, boolean streamed) {
		if (!streamed) {
			return this.client.chat().tools().converse(request, tools);
		}
		List<ToolLoopEvent> events = this.client.chat().tools().stream(request, tools).collectList().block();
		return ((Finished) events.get(events.size() - 1)).run();
	}

	/**
	 * The messages of a request that was sent.
	 * @param request which one, from 0
	 */
	@SuppressWarnings("unchecked")
	List<Map<String, Object>> messages(int request) {
		return (List<Map<String, Object>>) requests().get(request).bodyAsMap().get("messages");
	}

	List<RecordedRequest> requests() {
		return this.vendor.requests();
	}

	@Override
	public void close() {
		this.client.close();
		this.vendor.close();
	}

}
