package io.harborai.autoconfigure;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import io.harborai.HarborAiClient;
import io.harborai.model.Capability;
import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import io.harborai.model.PriceWindow;
import io.harborai.model.TokenRange;
import io.harborai.provider.ApiKey;
import io.harborai.provider.ProviderSettings;
import io.harborai.provider.WarmUp;
import io.harborai.resilience.BudgetSettings;
import io.harborai.routing.RouteSettings;
import io.harborai.transport.HttpSettings;
import io.harborai.transport.ProxySettings;
import io.harborai.transport.Timeouts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Every property arrives in core's settings, and what isn't set comes from the next
 * layer.
 */
class PropertiesReachCoreTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class, SslAutoConfiguration.class,
				HttpClientAutoConfiguration.class))
		.withBean(EchoVendor.class)
		.withPropertyValues("harborai.providers.p.vendor=echo", "spring.ssl.bundle.pem.intern.options.ciphers=A,B",
				"spring.ssl.bundle.pem.intern.options.enabled-protocols=TLSv1.3");

	static Stream<Arguments> inheritable() {
		return Stream.concat(resilience(), Stream.of(row("headers.X-Team=red", (s) -> s.headers().get("X-Team"), "red"),
				row("legacy-aliases=false", ProviderSettings::legacyAliases, false),
				row("warm-up=background", ProviderSettings::warmUp, WarmUp.BACKGROUND),
				row("unload-after-idle=5m", ProviderSettings::unloadAfterIdle, Duration.ofMinutes(5)),
				row("timeouts.connect=1s", (s) -> s.timeouts().connect(), Duration.ofSeconds(1)),
				row("timeouts.first-token=2s", (s) -> s.timeouts().firstToken(), Duration.ofSeconds(2)),
				row("timeouts.first-token-reasoning=3s", (s) -> s.timeouts().firstTokenReasoning(),
						Duration.ofSeconds(3)),
				row("timeouts.progress=4s", (s) -> s.timeouts().progress(), Duration.ofSeconds(4)),
				row("timeouts.progress-reasoning=5s", (s) -> s.timeouts().progressReasoning(), Duration.ofSeconds(5)),
				row("timeouts.total=6s", (s) -> s.timeouts().total(), Duration.ofSeconds(6)),
				row("http.max-connections=7", (s) -> s.http().maxConnections(), 7),
				row("http.pending-acquire-timeout=8ms", (s) -> s.http().pendingAcquireTimeout(), Duration.ofMillis(8)),
				row("http.max-idle-time=9s", (s) -> s.http().maxIdleTime(), Duration.ofSeconds(9)),
				row("http.max-life-time=10m", (s) -> s.http().maxLifeTime(), Duration.ofMinutes(10)),
				row("http.protocol=http2", (s) -> s.http().protocol(), HttpSettings.Protocol.HTTP2),
				row("http.protocol=http1.1", (s) -> s.http().protocol(), HttpSettings.Protocol.HTTP1_1),
				row("http.resend-stale=false", (s) -> s.http().resendStale(), false),
				row("http.reuse-connections=false", (s) -> s.http().reuseConnections(), false),
				row("http.max-body=11KB", (s) -> s.http().maxBody(), 11 * 1024),
				row("http.max-event=12KB", (s) -> s.http().maxEvent(), 12 * 1024),
				row("http.max-error-body=13KB", (s) -> s.http().maxErrorBody(), 13 * 1024),
				row("http.ssl.bundle=intern", (s) -> (s.http().tls() != null) ? s.http().tls().ciphers() : null,
						List.of("A", "B"))));
	}

	private static Stream<Arguments> resilience() {
		return Stream.of(row("resilience.retry.max-attempts=2", (s) -> s.resilience().retry().maxAttempts(), 2),
				row("resilience.retry.backoff=3s", (s) -> s.resilience().retry().backoff(), Duration.ofSeconds(3)),
				row("resilience.retry.max-backoff=4s", (s) -> s.resilience().retry().maxBackoff(),
						Duration.ofSeconds(4)),
				row("resilience.retry.jitter=0.05", (s) -> s.resilience().retry().jitter(), 0.05),
				row("resilience.retry.max-retry-after=6s", (s) -> s.resilience().retry().maxRetryAfter(),
						Duration.ofSeconds(6)),
				row("resilience.budget.per-call=0.07", (s) -> s.resilience().budget().perCall(), 0.07),
				row("resilience.budget.per-second=0.08", (s) -> s.resilience().budget().perSecond(), 0.08),
				row("resilience.budget.capacity=0.09", (s) -> s.resilience().budget().capacity(), 0.09),
				row("resilience.budget.initial=0.10", (s) -> s.resilience().budget().initial(), 0.10),
				row("resilience.bulkhead.enabled=false", (s) -> s.resilience().bulkhead().enabled(), false),
				row("resilience.bulkhead.max-concurrent-calls=12",
						(s) -> s.resilience().bulkhead().maxConcurrentCalls(), 12),
				row("resilience.bulkhead.max-wait=13s", (s) -> s.resilience().bulkhead().maxWait(),
						Duration.ofSeconds(13)),
				row("resilience.bulkhead.max-queue=14", (s) -> s.resilience().bulkhead().maxQueue(), 14),
				row("resilience.circuit-breaker.enabled=false", (s) -> s.resilience().circuitBreaker().enabled(),
						false),
				row("resilience.circuit-breaker.failure-rate-threshold=0.16",
						(s) -> s.resilience().circuitBreaker().failureRateThreshold(), 0.16),
				row("resilience.circuit-breaker.slow-call-rate-threshold=0.17",
						(s) -> s.resilience().circuitBreaker().slowCallRateThreshold(), 0.17),
				row("resilience.circuit-breaker.slow-call-duration=18s",
						(s) -> s.resilience().circuitBreaker().slowCallDuration(), Duration.ofSeconds(18)),
				row("resilience.circuit-breaker.sliding-window-size=19",
						(s) -> s.resilience().circuitBreaker().slidingWindowSize(), 19),
				row("resilience.circuit-breaker.minimum-number-of-calls=20",
						(s) -> s.resilience().circuitBreaker().minimumNumberOfCalls(), 20),
				row("resilience.circuit-breaker.wait-duration-in-open-state=21s",
						(s) -> s.resilience().circuitBreaker().waitDurationInOpenState(), Duration.ofSeconds(21)),
				row("resilience.circuit-breaker.permitted-calls-in-half-open-state=22",
						(s) -> s.resilience().circuitBreaker().permittedCallsInHalfOpenState(), 22),
				row("resilience.circuit-breaker.max-wait-duration-in-half-open-state=23s",
						(s) -> s.resilience().circuitBreaker().maxWaitDurationInHalfOpenState(),
						Duration.ofSeconds(23)),
				row("resilience.rate-limiter.requests-per-minute=24",
						(s) -> s.resilience().rateLimiter().requestsPerMinute(), 24),
				row("resilience.rate-limiter.tokens-per-minute=25000000000",
						(s) -> s.resilience().rateLimiter().tokensPerMinute(), 25_000_000_000L),
				row("resilience.adaptive.enabled=true", (s) -> s.resilience().adaptive().enabled(), true),
				row("resilience.adaptive.initial-limit=27", (s) -> s.resilience().adaptive().initialLimit(), 27),
				row("resilience.adaptive.min-limit=28", (s) -> s.resilience().adaptive().minLimit(), 28),
				row("resilience.adaptive.decrease=0.29", (s) -> s.resilience().adaptive().decrease(), 0.29),
				row("resilience.hedge.enabled=true", (s) -> s.resilience().hedge().enabled(), true),
				row("resilience.hedge.quantile=0.31", (s) -> s.resilience().hedge().quantile(), 0.31),
				row("resilience.hedge.min-delay=32s", (s) -> s.resilience().hedge().minDelay(), Duration.ofSeconds(32)),
				row("resilience.hedge.max-extra-load=0.33", (s) -> s.resilience().hedge().maxExtraLoad(), 0.33),
				row("resilience.key-rest.refused=34s", (s) -> s.resilience().keyRest().refused(),
						Duration.ofSeconds(34)),
				row("resilience.key-rest.exhausted=35s", (s) -> s.resilience().keyRest().exhausted(),
						Duration.ofSeconds(35)));
	}

	@ParameterizedTest
	@MethodSource("inheritable")
	void providersOwnValueArrives(String property, Function<ProviderSettings, @Nullable Object> setting,
			Object expected) {
		with("harborai.providers.p." + property, setting, expected);
	}

	@ParameterizedTest
	@MethodSource("inheritable")
	void defaultsAreInherited(String property, Function<ProviderSettings, @Nullable Object> setting, Object expected) {
		with("harborai.defaults." + property, setting, expected);
	}

	@Test
	void everyInheritablePropertyIsCoveredHere() {
		TreeSet<String> covered = new TreeSet<>();
		inheritable().map((row) -> ((String) row.get()[0]).split("=")[0]).forEach(covered::add);
		covered.addAll(List.of("http.proxy.type", "http.proxy.host", "http.proxy.port", "http.proxy.username",
				"http.proxy.password", "http.proxy.non-proxy-hosts"));
		TreeSet<String> existing = new TreeSet<>();
		PropertyNames.below(InheritableProperties.class)
			.forEach((leaf) -> existing
				.add(leaf.equals("headers") ? "headers.X-Team" : leaf.equals("query") ? "query.api-version" : leaf));
		assertThat(covered).isEqualTo(existing);
	}

	@Test
	void providerWinsOverDefaultsAndDefaultsOverSpringBoot() {
		this.runner
			.withPropertyValues("spring.http.clients.connect-timeout=9s", "spring.http.clients.read-timeout=9s",
					"harborai.providers.q.vendor=echo", "harborai.providers.q.timeouts.connect=1s",
					"harborai.defaults.timeouts.total=3m")
			.run((context) -> {
				Timeouts p = settings(context.getBean(HarborAiClient.class), "p").timeouts();
				assertThat(p.connect()).isEqualTo(Duration.ofSeconds(9));
				assertThat(p.total()).isEqualTo(Duration.ofMinutes(3));
				assertThat(p.firstToken()).as("never a read timeout").isEqualTo(Timeouts.DEFAULTS.firstToken());
				assertThat(p.progress()).isEqualTo(Timeouts.DEFAULTS.progress());
				assertThat(settings(context.getBean(HarborAiClient.class), "q").timeouts().connect())
					.isEqualTo(Duration.ofSeconds(1));
			});
		this.runner
			.withPropertyValues("spring.http.clients.connect-timeout=9s", "harborai.defaults.timeouts.connect=2s")
			.run((context) -> assertThat(settings(context.getBean(HarborAiClient.class), "p").timeouts().connect())
				.isEqualTo(Duration.ofSeconds(2)));
	}

	@Test
	void sslBundleOfAllClientsIsInherited() {
		this.runner.withPropertyValues("spring.http.clients.ssl.bundle=intern").run((context) -> {
			HttpSettings http = settings(context.getBean(HarborAiClient.class), "p").http();
			assertThat(http.tls()).isNotNull();
			assertThat(http.tls().ciphers()).containsExactly("A", "B");
			assertThat(http.tls().protocols()).containsExactly("TLSv1.3");
			assertThat(http.tls().trust()).isNotNull();
		});
	}

	@Test
	void proxyArrivesAsAWhole() {
		this.runner.withPropertyValues("harborai.defaults.http.proxy.type=socks5",
				"harborai.defaults.http.proxy.host=proxy.example.com", "harborai.defaults.http.proxy.port=1080",
				"harborai.defaults.http.proxy.username=u", "harborai.defaults.http.proxy.password=w",
				"harborai.defaults.http.proxy.non-proxy-hosts=localhost,*.intern", "harborai.providers.q.vendor=echo",
				"harborai.providers.q.http.proxy.host=other", "harborai.providers.q.http.proxy.port=8080")
			.run((context) -> {
				HarborAiClient client = context.getBean(HarborAiClient.class);
				assertThat(settings(client, "p").http().proxy()).isEqualTo(new ProxySettings(ProxySettings.Type.SOCKS5,
						"proxy.example.com", 1080, "u", "w", List.of("localhost", "*.intern")));
				assertThat(settings(client, "q").http().proxy())
					.isEqualTo(new ProxySettings(ProxySettings.Type.HTTP, "other", 8080, null, null, List.of()));
			});
	}

	@Test
	void whatIsAProvidersOwnArrives() {
		this.runner
			.withPropertyValues("harborai.providers.p.base-url=http://localhost:1/v1",
					"harborai.providers.p.api-key=one", "harborai.providers.p.api-keys.spare=two",
					"harborai.providers.p.access-key=ak", "harborai.providers.p.secret-key=sk",
					"harborai.providers.p.options.app-id=app", "harborai.providers.p.query.api-version=7",
					"harborai.providers.off.vendor=echo", "harborai.providers.off.enabled=false")
			.run((context) -> {
				HarborAiClient client = context.getBean(HarborAiClient.class);
				ProviderSettings p = settings(client, "p");
				assertThat(p.vendorName()).isEqualTo("echo");
				assertThat(p.baseUrl()).isEqualTo("http://localhost:1/v1");
				assertThat(p.apiKeys()).containsExactly(new ApiKey("default", "one"), new ApiKey("spare", "two"));
				assertThat(p.accessKey()).isEqualTo("ak");
				assertThat(p.secretKey()).isEqualTo("sk");
				assertThat(p.options()).isEqualTo(Map.of("app-id", "app"));
				assertThat(p.query()).isEqualTo(Map.of("api-version", "7"));
				assertThat(client.providers().snapshot().entries().get("off").enabled()).isFalse();
			});
	}

	@Test
	void keysArriveWithTheirWeights() {
		this.runner
			.withPropertyValues("harborai.providers.p.api-keys.main.value=one\n",
					"harborai.providers.p.api-keys.main.weight=3", "harborai.providers.p.api-keys.plain=two",
					"harborai.providers.p.api-keys.even.value=three", "harborai.providers.p.api-keys.blank=",
					"harborai.providers.p.api-keys.blank2.value=", "harborai.providers.p.api-keys[a.b]=four")
			.run((context) -> assertThat(settings(context.getBean(HarborAiClient.class), "p").apiKeys())
				.containsExactlyInAnyOrder(new ApiKey("main", "one", 3), new ApiKey("plain", "two"),
						new ApiKey("even", "three"), new ApiKey("a.b", "four")));
	}

	@Test
	void keysOfTheEnvironmentArriveWithTheirWeights() {
		Map<String, Object> variables = Map.of("HARBORAI_PROVIDERS_P_APIKEYS_MAIN_VALUE", "one",
				"HARBORAI_PROVIDERS_P_APIKEYS_MAIN_WEIGHT", "3", "HARBORAI_PROVIDERS_P_APIKEYS_SPARE", "two");
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
			.run((context) -> assertThat(settings(context.getBean(HarborAiClient.class), "p").apiKeys())
				.containsExactlyInAnyOrder(new ApiKey("main", "one", 3), new ApiKey("spare", "two")));
	}

	@Test
	void poolFollowsTheBulkheadUnlessItIsSized() {
		this.runner.withPropertyValues("harborai.defaults.resilience.bulkhead.max-concurrent-calls=100",
				"harborai.providers.q.vendor=echo", "harborai.providers.q.http.max-connections=7",
				"harborai.providers.r.vendor=echo", "harborai.providers.r.resilience.bulkhead.enabled=false",
				"harborai.providers.s.vendor=echo", "harborai.providers.s.resilience.bulkhead.max-concurrent-calls=64")
			.run((context) -> {
				HarborAiClient client = context.getBean(HarborAiClient.class);
				assertThat(Stream.of("p", "q", "r", "s").map((name) -> settings(client, name).http().maxConnections()))
					.containsExactly(125, 7, 320, 80);
			});
	}

	@Test
	void routesArrive() {
		this.runner
			.withPropertyValues("harborai.routes.smart.models=p/one,plain", "harborai.routes.plain.models[0]=p/two",
					"harborai.routes.plain.models[1].name=p/three", "harborai.routes.plain.models[1].weight=3",
					"harborai.routes.plain.models[1].extra-body.enable_thinking=no",
					"harborai.routes.plain.models[1].extra-body.nested.stop[0]=a",
					"harborai.routes.plain.models[1].extra-body.nested.stop[1]=b",
					"harborai.routes.plain.strategy=weighted", "harborai.routes.plain.fallback-on-content-filter=true",
					"harborai.routes.plain.budget.per-call=0.1", "harborai.routes.plain.budget.per-second=2",
					"harborai.routes.plain.budget.capacity=3", "harborai.routes.plain.budget.initial=1",
					"harborai.routes.plain.ejection.failures=7", "harborai.routes.plain.ejection.time=8s",
					"harborai.routes.plain.ejection.max-time=9s", "harborai.default-model=smart")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(HarborAiClient.class).routes()).containsExactlyInAnyOrder(
						RouteSettings.builder("smart").model("p/one").model("plain").build(),
						RouteSettings.builder("plain")
							.model("p/two")
							.model(new RouteSettings.Model("p/three", 3,
									Map.of("enable_thinking", "no", "nested", Map.of("stop", List.of("a", "b")))))
							.strategy(RouteSettings.Strategy.WEIGHTED)
							.fallbackOnContentFilter(true)
							.budget(new BudgetSettings(0.1, 2d, 3d, 1d))
							.ejection(new RouteSettings.Ejection(7, Duration.ofSeconds(8), Duration.ofSeconds(9)))
							.build());
			});
	}

	@Test
	void whatIsNotSetOfAnEjectionIsCores() {
		this.runner.withPropertyValues("harborai.routes.r.models=p/one", "harborai.routes.r.ejection.failures=0")
			.run((context) -> assertThat(context.getBean(HarborAiClient.class).routes().get(0).ejection())
				.isEqualTo(new RouteSettings.Ejection(0, RouteSettings.Ejection.DEFAULTS.time(),
						RouteSettings.Ejection.DEFAULTS.maxTime())));
	}

	@Test
	void modelsArrive() {
		this.runner
			.withPropertyValues("harborai.providers.p.models[0].id=ep-1", "harborai.providers.p.models[0].alias=pro",
					"harborai.providers.p.models[0].display-name=Pro",
					"harborai.providers.p.models[0].context-window=10", "harborai.providers.p.models[0].max-input=8",
					"harborai.providers.p.models[0].max-output=2",
					"harborai.providers.p.models[0].capabilities=chat,tool-choice-required",
					"harborai.providers.p.models[0].prices[0].currency=CNY",
					"harborai.providers.p.models[0].prices[0].input=1.5",
					"harborai.providers.p.models[0].prices[0].cached-input=0.5",
					"harborai.providers.p.models[0].prices[0].output=3",
					"harborai.providers.p.models[0].prices[0].reasoning-output=4",
					"harborai.providers.p.models[0].prices[0].input-over=32000",
					"harborai.providers.p.models[0].prices[0].input-up-to=128000",
					"harborai.providers.p.models[0].prices[0].output-over=1",
					"harborai.providers.p.models[0].prices[0].output-up-to=2",
					"harborai.providers.p.models[0].prices[0].windows[0].days=monday,friday",
					"harborai.providers.p.models[0].prices[0].windows[0].from=22:30",
					"harborai.providers.p.models[0].prices[0].windows[0].to=06:00",
					"harborai.providers.p.models[0].prices[0].windows[0].zone=Asia/Shanghai",
					"harborai.providers.p.models[0].prices[0].windows[1].from=12:00",
					"harborai.providers.p.models[0].prices[0].windows[1].to=13:00",
					"harborai.providers.p.models[0].prices[0].windows[1].zone=UTC",
					"harborai.providers.p.models[0].prices[0].effective-from=2026-01-01T00:00:00Z",
					"harborai.providers.p.models[0].prices[0].effective-until=2027-01-01T00:00:00Z")
			.run((context) -> {
				PriceRow price = PriceRow
					.builder(Currency.getInstance("CNY"), new BigDecimal("1.5"), new BigDecimal("3"))
					.cachedInput(new BigDecimal("0.5"))
					.reasoningOutput(new BigDecimal("4"))
					.inputTokens(new TokenRange(32000, 128000))
					.outputTokens(new TokenRange(1, 2))
					.windows(List.of(
							new PriceWindow(EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.of(22, 30),
									LocalTime.of(6, 0), ZoneId.of("Asia/Shanghai")),
							new PriceWindow(EnumSet.allOf(DayOfWeek.class), LocalTime.NOON, LocalTime.of(13, 0),
									ZoneId.of("UTC"))))
					.effectiveFrom(Instant.parse("2026-01-01T00:00:00Z"))
					.effectiveUntil(Instant.parse("2027-01-01T00:00:00Z"))
					.build();
				assertThat(context.getBean(HarborAiClient.class).availableModels())
					.containsExactly(ModelInfo.builder("echo", "ep-1")
						.provider("p")
						.alias("pro")
						.displayName("Pro")
						.contextWindow(10)
						.maxInput(8)
						.maxOutput(2)
						.capabilities(Capability.CHAT, Capability.TOOL_CHOICE_REQUIRED)
						.prices(List.of(price))
						.build());
			});
	}

	@Test
	void catalogCompletesWhatIsSaidOfAModel() {
		this.runner
			.withPropertyValues("harborai.providers.deepseek.api-key=sk-0123456789abcdef0123456789abcdef",
					"harborai.providers.deepseek.models[0].id=deepseek-flash",
					"harborai.providers.deepseek.models[0].alias=fast",
					"harborai.providers.deepseek.models[0].max-output=1000")
			.run((context) -> {
				ModelInfo model = context.getBean(HarborAiClient.class).availableModels().get(0);
				assertThat(model.name()).isEqualTo("fast");
				assertThat(model.maxOutput()).isEqualTo(1000);
				assertThat(model.contextWindow()).isNotNull();
				assertThat(model.prices()).isNotEmpty();
			});
	}

	@ParameterizedTest
	@MethodSource("environments")
	void environmentVariablesWork(String variable) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of(variable, "from-env", "HARBORAI_HOME", "/opt/unrelated"))))
			.run((context) -> assertThat(settings(context.getBean(HarborAiClient.class), "p").apiKeys())
				.containsExactly(new ApiKey("default", "from-env")));
	}

	static List<String> environments() {
		return Arrays.asList("HARBORAI_PROVIDERS_P_APIKEY", "HARBORAI_PROVIDERS_P_API_KEY");
	}

	@Test
	void secretsNeverShow() {
		this.runner
			.withPropertyValues("harborai.providers.p.api-key=CANARY", "harborai.providers.p.api-keys.spare=CANARY",
					"harborai.providers.p.secret-key=CANARY", "harborai.providers.p.access-key=CANARY",
					"harborai.providers.p.http.proxy.host=h", "harborai.providers.p.http.proxy.port=1",
					"harborai.providers.p.http.proxy.username=u", "harborai.providers.p.http.proxy.password=CANARY",
					"harborai.providers.p.headers.X-Token=CANARY")
			.run((context) -> {
				HarborAiProperties properties = context.getBean(HarborAiProperties.class);
				assertThat(properties.toString()).doesNotContain("CANARY");
				assertThat(properties.getProviders().toString()).doesNotContain("CANARY");
				assertThat(properties.getProviders().get("p").getHttp().getProxy().toString()).doesNotContain("CANARY");
				assertThat(settings(context.getBean(HarborAiClient.class), "p").toString()).doesNotContain("CANARY");
			});
	}

	private void with(String property, Function<ProviderSettings, @Nullable Object> setting, Object expected) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(setting.apply(settings(context.getBean(HarborAiClient.class), "p")))
				.isEqualTo(expected));
	}

	private static Arguments row(String property, Function<ProviderSettings, @Nullable Object> setting,
			Object expected) {
		return arguments(property, setting, expected);
	}

	private static ProviderSettings settings(HarborAiClient client, String provider) {
		return client.providers().snapshot().entries().get(provider).handle().settings();
	}

}
