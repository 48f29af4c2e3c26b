package io.harborai.autoconfigure;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.cache.CompletionStore;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Choice;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ResponseMeta;
import io.harborai.chat.ToolCall;
import io.harborai.error.AttemptSummary;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the application keeps answers, over real HTTP.
 */
class AnswerCacheTests {

	private static SimulatedVendor vendor;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("harborai.default-model=deepseek-flash",
				"harborai.providers.deepseek.api-key=sk-0123456789abcdef0123456789abcdef",
				"harborai.providers.deepseek.base-url=" + vendor.baseUrl(Dialect.DEEPSEEK));

	@BeforeAll
	static void start() {
		vendor = SimulatedVendor.start();
	}

	@AfterAll
	static void stop() {
		vendor.close();
	}

	private static ChatCompletion ask(HarborAiClient client, String question) {
		return client.chat()
			.completions()
			.create(ChatCompletionRequest.builder().user(question).temperature(0.0).build());
	}

	@Test
	void withoutThePropertyNothingIsKept() {
		this.runner.run((context) -> {
			HarborAiClient client = context.getBean(HarborAiClient.class);
			assertThat(client.cache()).isNull();
			int before = vendor.requests().size();
			ask(client, "nothing kept");
			ask(client, "nothing kept");
			assertThat(vendor.requests()).hasSize(before + 2);
		});
	}

	@Test
	void inMemory() {
		this.runner
			.withPropertyValues("harborai.cache.enabled=true", "harborai.cache.max-size=1MB",
					"harborai.cache.time-to-live=5m")
			.run((context) -> keptOnce(context.getBean(HarborAiClient.class), "in memory"));
	}

	@Test
	void inACacheOfTheCacheManagersAsText() {
		ConcurrentMapCacheManager manager = new ConcurrentMapCacheManager("answers");
		this.runner.withBean(CacheManager.class, () -> manager)
			.withPropertyValues("harborai.cache.enabled=true", "harborai.cache.cache-name=answers")
			.run((context) -> {
				keptOnce(context.getBean(HarborAiClient.class), "cache manager");
				ConcurrentMapCache cache = (ConcurrentMapCache) manager.getCache("answers");
				assertThat(cache.getNativeCache()).hasSize(1);
				assertThat(cache.getNativeCache().keySet()).allMatch((key) -> key.toString().matches("[0-9a-f]{64}"));
				assertThat(cache.getNativeCache().values()).allMatch((value) -> value.toString().startsWith("{"));
			});
	}

	@Test
	void inTheApplicationsOwnStore() {
		ConcurrentMapCache cache = new ConcurrentMapCache("own");
		this.runner.withBean(CompletionStore.class, () -> new SpringCacheStore(cache))
			.withPropertyValues("harborai.cache.enabled=true")
			.run((context) -> {
				keptOnce(context.getBean(HarborAiClient.class), "own store");
				assertThat(cache.getNativeCache()).hasSize(1);
			});
	}

	@Test
	void aCacheThatIsMissingStopsTheStart() {
		this.runner.withBean(CacheManager.class, () -> new ConcurrentMapCacheManager("others"))
			.withPropertyValues("harborai.cache.enabled=true", "harborai.cache.cache-name=answers")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining(
						"harborai.cache.cache-name is 'answers', a cache that the application's CacheManager "
								+ "doesn't have"));
	}

	@Test
	void withoutCaffeineTheStartSaysWhatToAdd() {
		this.runner.withClassLoader(new FilteredClassLoader("com.github.benmanes.caffeine"))
			.withPropertyValues("harborai.cache.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("com.github.ben-manes.caffeine:caffeine"));
	}

	private static void keptOnce(HarborAiClient client, String question) {
		int before = vendor.requests().size();
		ChatCompletion first = ask(client, question);
		ChatCompletion second = ask(client, question);
		assertThat(vendor.requests()).hasSize(before + 1);
		assertThat(first.meta().cached()).isFalse();
		assertThat(second.meta().cached()).isTrue();
		assertThat(second.content()).isEqualTo(first.content());
		assertThat(second.usage()).isEqualTo(first.usage());
		assertThat(second.cost()).isEqualTo(Cost.zero(first.cost().currency()));
		assertThat(client.cache().hits()).isOne();
	}

	@Test
	void anAnswerComesBackFromTextAsItWas() {
		Cost cost = Cost.of(Currency.getInstance("CNY"), new BigDecimal("0.001"), BigDecimal.ZERO, BigDecimal.TEN);
		ChatCompletion answer = new ChatCompletion("id-1", "m", Instant.ofEpochSecond(1_700_000_000), List
			.of(new Choice(0, new AssistantMessage("Hello", "because",
					List.of(new ToolCall("c-1", "add", "{\"a\":1}", Map.of("x", 1))), false, Map.of("refusal", "no")),
					FinishReason.of("eos"), Map.of("content", List.of(Map.of("token", "H"))), Map.of("y", true))),
				Usage.of(3, 2, 1, 1),
				new ResponseMeta("p", "m", "alias", "r-1", Duration.ofMillis(3), Duration.ofMillis(5), cost,
						List.of(new AttemptSummary("p/m", "main", "ok", Duration.ofMillis(4), cost)), List.of("seed"),
						false),
				Map.of("z", "last"));
		SpringCacheStore store = new SpringCacheStore(new ConcurrentMapCache("c"));
		assertThat(store.keep("k", answer).then(Mono.defer(() -> store.find("k"))).block()).isEqualTo(answer);
		assertThat(store.find("other").blockOptional()).isEmpty();
	}

}
