package io.harborai.routing;

import java.time.Duration;
import java.util.function.Consumer;

import io.harborai.HarborAiClient;
import io.harborai.call.TestTicker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.fault.Reading;
import io.harborai.model.ModelInfo;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of three fake providers, {@code a}, {@code b} and {@code c}, each with a model
 * of its own name and one attempt a call. Closing it checks that nothing is left.
 */
final class Routed implements AutoCloseable {

	static final ResilienceSettings ONCE = ResilienceSettings.UNSET
		.withRetry(new RetrySettings(1, null, null, null, null));

	final TestTicker ticker = new TestTicker();

	final FakeVendor vendor = new FakeVendor();

	final HarborAiClient client;

	Routed(Consumer<HarborAiClient.Builder> spec) {
		this(spec, (p) -> {
		});
	}

	Routed(Consumer<HarborAiClient.Builder> spec, Consumer<ProviderSettings.Builder> more) {
		HarborAiClient.Builder builder = HarborAiClient.builder()
			.ticker(this.ticker)
			.providerFactory(this.vendor)
			.provider("a", (p) -> more.accept(settings(p, model("a", 1000))))
			.provider("b", (p) -> more.accept(settings(p, model("b", 1000))))
			.provider("c", (p) -> more.accept(settings(p, model("c", 2000))));
		spec.accept(builder);
		this.client = builder.build();
	}

	private static ProviderSettings.Builder settings(ProviderSettings.Builder p, ModelInfo model) {
		return p.vendor("fake").resilience(ONCE).model(model);
	}

	static ModelInfo model(String id, int window) {
		return ModelInfo.builder("fake", id).contextWindow(window).build();
	}

	static ChatCompletionRequest request(String model, String... fallbacks) {
		return ChatCompletionRequest.of((r) -> r.model(model).user("Hello").options((o) -> {
			for (String fallback : fallbacks) {
				o.fallbackModel(fallback);
			}
		}));
	}

	ChatCompletion ask(String model, String... fallbacks) {
		return create(request(model, fallbacks)).completed().get(0);
	}

	Reading<ChatCompletion> create(ChatCompletionRequest request) {
		Reading<ChatCompletion> reading = new Reading<>(Long.MAX_VALUE);
		this.client.chat().completions().createAsync(request).subscribe(reading);
		return reading;
	}

	/**
	 * Let the time pass after which providers that were used are really closed.
	 */
	void letGo() {
		this.ticker.advance(Duration.ofSeconds(1));
	}

	@Override
	public void close() {
		assertThat(this.ticker.pending()).as("tasks left on the ticker").isZero();
		this.client.close();
	}

}
