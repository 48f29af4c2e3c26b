package io.harborai.autoconfigure.diagnostics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.provider.ApiKey;
import io.harborai.provider.ApiKeySource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What someone reads whose configuration can't work: the property, the reason, the
 * remedy; never a value.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	private static final String KEY = "sk-CANARY0123456789abcdefCANARY0123";

	private static final String DEEPSEEK = "harborai.providers.deepseek.";

	@Test
	void missingKey(CapturedOutput output) {
		fails(DEEPSEEK + "enabled=true");
		assertThat(output).contains("Property: harborai.providers.deepseek.api-key")
			.contains("Reason: is missing")
			.contains("environment variable");
	}

	@Test
	void emptyKeyIsMissing(CapturedOutput output) {
		fails(DEEPSEEK + "api-key=");
		assertThat(output).contains("Property: harborai.providers.deepseek.api-key").contains("Reason: is missing");
	}

	@Test
	void keyOfTheWrongKind(CapturedOutput output) {
		fails("harborai.providers.deepseek.api-key=bce-v3/ALTAK-CANARY/CANARY0123456789");
		assertThat(output).contains("Property: harborai.providers.deepseek.api-key")
			.contains("is a key of the wrong kind")
			.doesNotContain("CANARY");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"" + KEY + "\"", "Bearer " + KEY, "sk-CANARY\n0123456789abcdef", "sk-CANARY密钥",
			"'" + KEY + "'", "sk-CANARY \t0123" })
	void keyThatCanNeverWork(String key, CapturedOutput output) {
		fails(DEEPSEEK + "api-key=" + key);
		assertThat(output).contains("Property: harborai.providers.deepseek.api-key")
			.contains("Action:")
			.doesNotContain("CANARY");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sk-xxx", "sk-xxxxxxxxxxxxxxxx", "your-api-key", "<your key>" })
	void keyFromAnExample(String key, CapturedOutput output) {
		fails(DEEPSEEK + "api-key=" + key);
		assertThat(output).contains("Property: harborai.providers.deepseek.api-key").contains("Action:");
	}

	@Test
	void namedKeyIsNamed(CapturedOutput output) {
		fails(DEEPSEEK + "api-keys.main=" + KEY, DEEPSEEK + "api-keys.spare=Bearer " + KEY);
		assertThat(output).contains("Property: harborai.providers.deepseek.api-keys.spare").doesNotContain("CANARY");
	}

	@ParameterizedTest
	@CsvSource({ "api-key, api-key", "api-keys.main, api-keys.main", "base-url, base-url", "secret-key, secret-key",
			"headers.X-Team, headers.X-Team", "options.app-id, options.app-id", "query.v, query.v",
			"models[0].id, models[0].id", "vendor, vendor" })
	void placeholderThatNothingResolves(String property, String shown, CapturedOutput output) {
		fails(DEEPSEEK + property + "=${NOT_SET_ANYWHERE}");
		assertThat(output).contains("Property: harborai.providers.deepseek." + shown)
			.contains("refers to 'NOT_SET_ANYWHERE', which is not set anywhere")
			.contains("Set the environment variable or property 'NOT_SET_ANYWHERE'");
	}

	@Test
	void placeholderInPlaceOfADuration(CapturedOutput output) {
		fails(DEEPSEEK + "api-key=" + KEY, DEEPSEEK + "timeouts.total=${NOT_SET_ANYWHERE}");
		assertThat(output).contains("Property: harborai.providers.deepseek.timeouts.total")
			.contains("is a placeholder that nothing resolves");
	}

	@Test
	void unknownVendorNamesNearMisses(CapturedOutput output) {
		fails("harborai.providers.chat.vendor=depseek", "harborai.providers.chat.api-key=" + KEY);
		assertThat(output).contains("Property: harborai.providers.chat.vendor")
			.contains("is 'depseek', which nobody knows")
			.contains("Did you mean deepseek?")
			.doesNotContain("CANARY");
	}

	@Test
	void providerNameThatIsNoVendor(CapturedOutput output) {
		fails("harborai.providers.local.base-url=http://localhost:8000/v1");
		assertThat(output).contains("Property: harborai.providers.local.vendor").contains("openai-compatible");
	}

	@Test
	void aliasOfTwoModels(CapturedOutput output) {
		fails("harborai.providers.deepseek.api-key=" + KEY, "harborai.providers.deepseek.models[0].id=one",
				"harborai.providers.deepseek.models[0].alias=smart", "harborai.providers.local.vendor=ollama",
				"harborai.providers.local.models[0].id=two", "harborai.providers.local.models[1].id=three",
				"harborai.providers.local.models[1].alias=smart");
		assertThat(output).contains("Property: harborai.providers.local.models[1].alias")
			.contains("is 'smart', as is harborai.providers.deepseek.models[0].alias");
	}

	@Test
	void modelWithoutAnId(CapturedOutput output) {
		fails("harborai.providers.local.vendor=ollama", "harborai.providers.local.models[0].alias=smart");
		assertThat(output).contains("Property: harborai.providers.local.models[0].id").contains("is missing");
	}

	@ParameterizedTest
	@CsvSource({ "api.deepseek.com/v1, has no scheme", "ftp://api.deepseek.com, must start with https",
			"https://user:CANARY@api.deepseek.com, holds a user or password",
			"https://api.deepseek.com/v1?key=CANARY, has a query", "https://api deepseek.com, isn't a URL",
			"https:///v1, names no host" })
	void badUrl(String url, String reason, CapturedOutput output) {
		fails(DEEPSEEK + "api-key=" + KEY, DEEPSEEK + "base-url=" + url);
		assertThat(output).contains("Property: harborai.providers.deepseek.base-url")
			.contains(reason)
			.doesNotContain("CANARY");
	}

	@ParameterizedTest
	@ValueSource(strings = { "timeouts.connect", "timeouts.first-token", "timeouts.first-token-reasoning",
			"timeouts.progress", "timeouts.progress-reasoning", "timeouts.total", "http.pending-acquire-timeout",
			"http.max-idle-time", "http.max-life-time", "unload-after-idle" })
	void durationThatIsNotPositive(String property, CapturedOutput output) {
		fails(DEEPSEEK + "api-key=" + KEY, DEEPSEEK + property + "=-3s");
		fails("harborai.defaults." + property + "=0s");
		assertThat(output).contains("Property: harborai.providers.deepseek." + property)
			.contains("Property: harborai.defaults." + property)
			.contains("must be longer than zero");
	}

	@ParameterizedTest
	@CsvSource({ "retry.max-attempts=0, must be at least 1", "retry.backoff=0s, must be longer than zero",
			"retry.max-backoff=-1s, must be longer than zero", "retry.jitter=1.5, must be from 0 to 1",
			"retry.max-retry-after=-1s, must not be negative", "budget.per-call=-0.1, must not be negative",
			"budget.per-second=-1, must not be negative", "budget.capacity=-1, must not be negative",
			"budget.initial=-1, must not be negative", "bulkhead.max-concurrent-calls=0, must be at least 1",
			"bulkhead.max-wait=-1s, must not be negative", "bulkhead.max-queue=0, must be at least 1",
			"circuit-breaker.failure-rate-threshold=0, must be over 0 and at most 100",
			"circuit-breaker.slow-call-rate-threshold=101, must be over 0 and at most 100",
			"circuit-breaker.slow-call-duration=0s, must be longer than zero",
			"circuit-breaker.sliding-window-size=1, must be at least 2",
			"circuit-breaker.minimum-number-of-calls=0, must be at least 1",
			"circuit-breaker.wait-duration-in-open-state=-1s, must be longer than zero",
			"circuit-breaker.permitted-calls-in-half-open-state=0, must be at least 1",
			"circuit-breaker.max-wait-duration-in-half-open-state=0s, must be longer than zero",
			"rate-limiter.requests-per-minute=0, must be at least 1",
			"rate-limiter.tokens-per-minute=-1, must be at least 1", "adaptive.initial-limit=0, must be at least 1",
			"adaptive.min-limit=0, must be at least 1", "adaptive.decrease=-0.1, must be from 0 to 1",
			"hedge.quantile=95, must be from 0 to 1", "hedge.min-delay=-1s, must not be negative",
			"hedge.max-extra-load=5, must be from 0 to 1", "key-rest.refused=0s, must be longer than zero",
			"key-rest.exhausted=-1s, must be longer than zero", "retry.jitter=CANARY, is not a number",
			"rate-limiter.tokens-per-minute=CANARY, is not a whole number", "retry=CANARY, a group of properties",
			"retry.max-retries=3, max-attempts", "circuitbreakers.enabled=true, circuit-breaker" })
	void resilienceThatCannotWork(String property, String reason, CapturedOutput output) {
		String name = "resilience." + property.substring(0, property.indexOf('='));
		fails(DEEPSEEK + "api-key=" + KEY, DEEPSEEK + "resilience." + property);
		fails("harborai.defaults.resilience." + property);
		assertThat(output).contains("Property: harborai.providers.deepseek." + name)
			.contains("Property: harborai.defaults." + name)
			.contains(reason)
			.doesNotContain("CANARY");
	}

	@ParameterizedTest
	@CsvSource({ "weight=3, .value, is missing", "value=Bearer CANARY, '', starts with",
			"weight=0, .weight, from 1 to 100", "weight=101, .weight, from 1 to 100",
			"weight=CANARY, .weight, is not a whole number", "weigth=3, .weigth, is not a property that HarborAI knows",
			"value=${NOT_SET_ANYWHERE}, .value, refers to 'NOT_SET_ANYWHERE'" })
	void groupOfAKeyThatCannotWork(String property, String shown, String reason, CapturedOutput output) {
		String value = property.startsWith("weight=3") || property.startsWith("value") ? "" : KEY;
		fails(DEEPSEEK + "api-keys.main=" + KEY,
				value.isEmpty() ? DEEPSEEK + "enabled=true" : DEEPSEEK + "api-keys.spare.value=" + value,
				DEEPSEEK + "api-keys.spare." + property);
		assertThat(output).contains("Property: harborai.providers.deepseek.api-keys.spare" + shown)
			.contains(reason)
			.doesNotContain("CANARY");
	}

	@Test
	void providerWhoseKeysComeFromASourceNeedsNone() {
		try (ConfigurableApplicationContext context = start(WithKeySource.class, DEEPSEEK + "enabled=true")) {
			assertThat(context.getBean(HarborAiClient.class).availableModels()).isNotEmpty();
		}
	}

	@Test
	void providerThatTheSourceDoesNotServeNeedsOne(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(WithKeySource.class, "harborai.providers.openai.enabled=true"));
		assertThat(output).contains("Property: harborai.providers.openai.api-key").contains("is missing");
	}

	@Test
	void sharedRegistriesWithoutAny(CapturedOutput output) {
		fails("harborai.resilience4j.shared-registries=true");
		assertThat(output).contains("Property: harborai.resilience4j.shared-registries")
			.contains("CircuitBreakerRegistry, BulkheadRegistry, RateLimiterRegistry")
			.contains("io.github.resilience4j:resilience4j-spring-boot4");
	}

	@ParameterizedTest
	@CsvSource({ "harborai.cache.max-size=0B, harborai.cache.max-size, at least 1 byte",
			"harborai.cache.time-to-live=0s, harborai.cache.time-to-live, longer than zero",
			"harborai.cache.cache-name=answers, harborai.cache.cache-name, has no CacheManager" })
	void cacheThatCannotWork(String setting, String property, String reason, CapturedOutput output) {
		fails("harborai.cache.enabled=true", setting);
		assertThat(output).contains("Property: " + property).contains(reason);
	}

	@Test
	void negativeGrace(CapturedOutput output) {
		fails("harborai.shutdown.grace-period=-1s");
		assertThat(output).contains("Property: harborai.shutdown.grace-period").contains("must not be negative");
	}

	@ParameterizedTest
	@ValueSource(strings = { "from", "to", "zone" })
	void priceWindowWithoutAPart(String missing, CapturedOutput output) {
		String window = DEEPSEEK + "models[0].prices[0].windows[0].";
		fails(Stream
			.of(DEEPSEEK + "models[0].id=x", DEEPSEEK + "models[0].prices[0].currency=CNY",
					DEEPSEEK + "models[0].prices[0].input=1", DEEPSEEK + "models[0].prices[0].output=1",
					window + "from=08:00", window + "to=09:00", window + "zone=UTC")
			.filter((property) -> !property.startsWith(window + missing))
			.toArray(String[]::new));
		assertThat(output).contains("Property: " + window + missing).contains("is missing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http.max-connections=0", "http.max-body=0B", "http.max-event=0B",
			"http.max-error-body=-1KB", "http.max-body=3GB", "http.proxy.port=8080", "http.proxy.host=proxy",
			"models[0].context-window=0", "models[0].prices[0].input=-1" })
	void numberOutOfRange(String property, CapturedOutput output) {
		fails(DEEPSEEK + "api-key=" + KEY, DEEPSEEK + "models[0].id=x", DEEPSEEK + "models[0].prices[0].currency=CNY",
				DEEPSEEK + "models[0].prices[0].output=1", DEEPSEEK + property);
		assertThat(output).contains("Property: harborai.providers.deepseek." + property.substring(0, 10))
			.contains("Action:")
			.doesNotContain("CANARY");
	}

	@Test
	void proxyWithoutPort(CapturedOutput output) {
		fails(DEEPSEEK + "api-key=" + KEY, DEEPSEEK + "http.proxy.host=proxy.example.com");
		assertThat(output).contains("Property: harborai.providers.deepseek.http.proxy.port").contains("is missing");
	}

	@Test
	void proxyPortOutOfRange(CapturedOutput output) {
		fails("harborai.defaults.http.proxy.host=proxy", "harborai.defaults.http.proxy.port=70000");
		assertThat(output).contains("Property: harborai.defaults.http.proxy.port").contains("from 1 to 65535");
	}

	@Test
	void proxyPasswordWithoutUser(CapturedOutput output) {
		fails("harborai.defaults.http.proxy.host=proxy", "harborai.defaults.http.proxy.port=7000",
				"harborai.defaults.http.proxy.password=CANARY");
		assertThat(output).contains("Property: harborai.defaults.http.proxy.username").doesNotContain("CANARY");
	}

	@Test
	void accessKeyWithoutSecretKey(CapturedOutput output) {
		fails("harborai.providers.wenxin.access-key=ALTAKCANARY0123456789");
		assertThat(output).contains("Property: harborai.providers.wenxin.secret-key")
			.contains("is missing")
			.doesNotContain("CANARY");
	}

	@Test
	void unknownSslBundle(CapturedOutput output) {
		fails(DEEPSEEK + "api-key=" + KEY, DEEPSEEK + "http.ssl.bundle=intern");
		assertThat(output).contains("Property: harborai.providers.deepseek.http.ssl.bundle")
			.contains("spring.ssl.bundle");
	}

	@Test
	void headerThatTheClientSetsItself(CapturedOutput output) {
		fails(DEEPSEEK + "api-key=" + KEY, DEEPSEEK + "headers.Authorization=Bearer CANARY");
		assertThat(output).contains("Property: harborai.providers.deepseek.headers.Authorization")
			.contains("api-key")
			.doesNotContain("CANARY");
	}

	@ParameterizedTest
	@CsvSource({ "harborai.providers.deepseek.api-keyy, api-key", "harborai.providers.deepseek.timeout, timeouts",
			"harborai.providers.deepseek.timeouts.fist-token, first-token",
			"harborai.provider.deepseek.api-key, providers", "harborai.default-modell, default-model",
			"harborai.providers.deepseek.http.proxy.hots, host",
			"harborai.providers.deepseek.models[0].contextwindows, context-window",
			"harborai.providers.deepseek.api-key.main, api-keys", "harborai.defaults.warmup.mode, warm-up",
			"harborai.defaults.api-key, Known here are" })
	void misspeltProperty(String property, String hint, CapturedOutput output) {
		fails(DEEPSEEK + "models[0].id=x", property + "=CANARY");
		assertThat(output).contains("Property: " + property)
			.contains("is not a property that HarborAI knows")
			.contains(hint)
			.doesNotContain("CANARY");
	}

	@Test
	void propertiesOfOtherReadersAreNoMistake() {
		try (ConfigurableApplicationContext context = start(Other.class, "harborai.other.size=3")) {
			assertThat(context.getBean(HarborAiClient.class)).isNotNull();
		}
	}

	@ParameterizedTest
	@CsvSource({ "timeouts.total=CANARY, a duration", "http.max-body=CANARY, a size",
			"http.max-connections=CANARY, a whole number", "legacy-aliases=CANARY, true or false",
			"warm-up=CANARY, 'none, background, eager'", "api-keys=CANARY, a group of names",
			"models[0].capabilities=CANARY, one of", "models[0].prices[0].currency=CANARY, a currency",
			"models[0].prices[0].input=CANARY, a number", "models[0].prices[0].effective-from=CANARY, a moment",
			"models[0].prices[0].windows[0].from=CANARY, a time of day",
			"models[0].prices[0].windows[0].zone=CANARY, a time zone", "http=CANARY, a group of properties" })
	void valueOfTheWrongType(String property, String expected, CapturedOutput output) {
		fails(DEEPSEEK + property);
		assertThat(output)
			.contains("Property: harborai.providers.deepseek." + property.substring(0, property.indexOf('=')))
			.contains(expected)
			.contains("Origin:")
			.doesNotContain("CANARY");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = {
			"routes.a.models=local/x,b | routes.b.models=local/y,a; b.models[1]; leads in a circle: a -> b -> a",
			"routes.a.models=a; a.models[0]; leads in a circle: a -> a",
			"routes.a.models=local/x,lama4; a.models[1]; names 'lama4', which is neither a route nor a model",
			"routes.a.strategy=ordered; a.models; is empty", "routes.a.models[0].weight=3; a.models[0]; names no model",
			"routes.a.models=${NOT_SET_ANYWHERE}; a.models[0]; refers to 'NOT_SET_ANYWHERE'",
			"routes.a.models[0].name=local/x | routes.a.models[0].weight=-1; a.models[0].weight; must not be negative",
			"routes.a.models[0].name=local/x | routes.a.models[0].weight=CANARY; a.models[0].weight; a whole number",
			"routes.a.models[0].name=local/x | routes.a.models[0].extra-body.stream=true; a.models[0].extra-body; sets 'stream'",
			"routes.a.models[0].name=local/x | routes.a.models[0].weights=1; a.models[0].weights; weight",
			"routes.a.models=local/x | routes.a.strategy=CANARY; a.strategy; one of ordered, weighted, fastest, cheapest",
			"routes.a.models=local/x | routes.a.budget.per-call=-1; a.budget.per-call; must not be negative",
			"routes.a.models=local/x | routes.a.ejection.failures=-1; a.ejection.failures; must not be negative",
			"routes.a.models=local/x | routes.a.ejection.time=0s; a.ejection.time; must be longer than zero",
			"routes.a.models=local/x | routes.a.ejection.max-time=1s; a.ejection.max-time; must not be shorter",
			"routes.a.models=local/x | routes.a.fallback=x; a.fallback; fallback-on-content-filter",
			"routes[a/b].models=local/x; a/b; has a name that can't be asked for" })
	void routeThatCannotWork(String properties, String shown, String reason, CapturedOutput output) {
		List<String> all = new ArrayList<>(List.of("harborai.providers.local.vendor=vllm",
				"harborai.providers.local.base-url=http://localhost:8000/v1"));
		Stream.of(properties.split(" \\| ")).map((property) -> "harborai." + property).forEach(all::add);
		fails(all.toArray(String[]::new));
		assertThat(output).contains("Property: harborai.routes." + shown).contains(reason).doesNotContain("CANARY");
	}

	@Test
	void routeFromCodeIsExplainedWithoutAProperty(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(RouteFromCode.class));
		assertThat(output).contains("Route: smart").contains("Setting: models[0]").doesNotContain("Property:");
	}

	@Test
	void defaultModelOfNobody(CapturedOutput output) {
		fails(DEEPSEEK + "api-key=" + KEY, "harborai.default-model=depseek-flash");
		assertThat(output).contains("Property: harborai.default-model")
			.contains("names neither a route nor a model of a configured provider")
			.contains("deepseek-flash");
	}

	@ParameterizedTest
	@ValueSource(strings = { "deepseek-flash", "deepseek/anything", "own", "mine" })
	void defaultModelOfSomebody(String model) {
		try (ConfigurableApplicationContext context = start(Application.class, DEEPSEEK + "api-key=" + KEY,
				DEEPSEEK + "models[0].id=own", DEEPSEEK + "models[0].alias=mine", "harborai.default-model=" + model)) {
			assertThat(context.getBean(HarborAiClient.class)).isNotNull();
		}
	}

	@Test
	void providerNameWithASlash(CapturedOutput output) {
		fails("harborai.providers[a/b].vendor=ollama");
		assertThat(output).contains("a/b").contains("Use letters, digits");
	}

	@Test
	void settingsFromCodeAreExplainedWithoutAProperty(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(FromCode.class));
		assertThat(output).contains("Provider: deepseek")
			.contains("Setting: api-key")
			.contains("is missing")
			.doesNotContain("Property:");
	}

	@Test
	void disabledProviderMayLackItsKey() {
		try (ConfigurableApplicationContext context = start(Application.class, DEEPSEEK + "enabled=false",
				DEEPSEEK + "api-key=${NOT_SET_ANYWHERE}")) {
			assertThat(context.getBean(HarborAiClient.class).availableModels()).isEmpty();
		}
	}

	@Test
	void lineBreakAtTheEndOfAKeyIsLeftOutWithAWarning(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(Application.class, DEEPSEEK + "api-key=" + KEY + "\n")) {
			assertThat(context.getBean(HarborAiClient.class)
				.providers()
				.snapshot()
				.entries()
				.get("deepseek")
				.handle()
				.settings()
				.apiKeys()
				.get(0)
				.value()).isEqualTo(KEY);
			assertThat(output).contains("WARN")
				.contains("harborai.providers.deepseek.api-key starts or ends with blanks or a line break")
				.doesNotContain("CANARY");
		}
	}

	private static void fails(String... properties) {
		assertThatException().isThrownBy(() -> start(Application.class, properties));
	}

	private static ConfigurableApplicationContext start(Class<?> application, String... properties) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (String property : properties) {
			int end = property.indexOf('=');
			values.put(property.substring(0, end), property.substring(end + 1));
		}
		SpringApplication spring = new SpringApplication(application);
		spring.setRegisterShutdownHook(false);
		spring.addInitializers((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("file", values)));
		return spring.run("--spring.main.web-application-type=none", "--spring.main.banner-mode=off");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ HarborAiAutoConfiguration.class, SslAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(HarborAiAutoConfiguration.class)
	@EnableConfigurationProperties(OtherProperties.class)
	static class Other {

	}

	@ConfigurationProperties("harborai.other")
	record OtherProperties(int size) {
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(HarborAiAutoConfiguration.class)
	static class WithKeySource implements ApiKeySource {

		@Override
		public boolean serves(String provider) {
			return provider.equals("deepseek");
		}

		@Override
		public List<ApiKey> keys(String provider) {
			return List.of(new ApiKey("main", KEY));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RouteFromCode {

		@Bean
		HarborAiClient client() {
			return HarborAiClient.builder().route("smart", (smart) -> smart.model("nobodys")).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FromCode {

		@Bean
		HarborAiClient client() {
			return HarborAiClient.builder().provider("deepseek", (deepseek) -> {
			}).build();
		}

	}

}
