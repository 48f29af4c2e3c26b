package io.harborai.fault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.harborai.HarborAiClient;
import io.harborai.call.TestTicker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.AuthenticationException;
import io.harborai.error.HarborAiException;
import io.harborai.error.InsufficientBalanceException;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.KeysRestingException;
import io.harborai.error.RateLimitedException;
import io.harborai.provider.ApiKey;
import io.harborai.provider.ApiKeySource;
import io.harborai.provider.ProviderConfigurationException;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderSettings;
import io.harborai.simulator.ConnectionScript;
import io.harborai.simulator.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * F32, F34, F35, F36: keys that the vendor refuses or limits, over real HTTP. Every
 * request has a connection of its own, so that the server knows their order.
 */
@ExtendWith(LeakGuard.class)
class KeyFaultTests {

	private static final String MAIN = "sk-canary-main-77Uhb3nD0qpL";

	private static final String SPARE = "sk-canary-spare-29Vjxk5mWqY";

	private static final ConnectionScript ANSWER = ConnectionScript.onRequest()
		.respond(200, "application/json", Sse.completion("Hello"));

	private static final ConnectionScript REFUSED = error(401, "", "Authentication Fails (invalid api key)");

	private final ScriptedServer server = ScriptedServer.start().always(ANSWER);

	private final TestTicker ticker = new TestTicker();

	private volatile List<ApiKey> sourced = List.of();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	@DisplayName("F35 401 on one key of two: the next one at once, without an attempt that counts; its name shows")
	void refusedKeyRestsAndTheNextOneIsTried() {
		this.server.next(REFUSED);
		try (HarborAiClient client = twoKeys()) {
			ChatCompletion completion = create(client).completed().get(0);
			assertThat(completion.meta().attempts()).extracting("keyName").containsExactly("main", "spare");
			assertThat(completion.meta().attempts()).extracting("outcome").containsExactly("authentication", "ok");
			assertThat(handle(client).restingKeys()).containsExactly(Map.entry("main", "authentication"));
			assertThat(handle(client).keyNames()).containsExactly("main", "spare");
			IntStream.range(0, 4).forEach((i) -> create(client).completed());
			assertThat(keysSent()).containsExactly(MAIN, SPARE, SPARE, SPARE, SPARE, SPARE);
			this.ticker.advance(Duration.ofHours(1));
			IntStream.range(0, 2).forEach((i) -> create(client).completed());
			assertThat(keysSent().subList(6, 8)).containsExactlyInAnyOrder(MAIN, SPARE);
		}
	}

	@Test
	@DisplayName("F35 the same for a stream")
	void streamTriesTheNextKey() {
		this.server.next(REFUSED)
			.next(ConnectionScript.onRequest()
				.startStream()
				.sendChunk(Sse.text("Hello") + Sse.FINISH + Sse.DONE)
				.sendChunk(""));
		try (HarborAiClient client = twoKeys()) {
			Reading<ChatCompletionChunk> reading = new Reading<>(Long.MAX_VALUE);
			client.chat().completions().stream(Wired.ask("plain")).subscribe(reading);
			assertThat(Sse.content(reading.completed())).isEqualTo("Hello");
			assertThat(keysSent()).containsExactly(MAIN, SPARE);
		}
	}

	@Test
	@DisplayName("F35 all dead: the vendor's own words first, then a typed error without a request")
	void allDead() {
		this.server.next(REFUSED).next(REFUSED);
		try (HarborAiClient client = twoKeys()) {
			AuthenticationException last = create(client).failed(AuthenticationException.class);
			assertThat(last.attempts()).extracting("keyName").containsExactly("main", "spare");
			KeysRestingException all = create(client).failed(KeysRestingException.class);
			assertThat(all).hasMessageContaining("main (authentication)")
				.hasMessageContaining("spare (authentication)");
			assertThat(all.retryAfter()).isEqualTo(Duration.ofHours(1));
			assertThat(Wired.outcomes(all)).containsExactly("keys_resting");
			assertNoSecretIn(last, all);
			assertThat(keysSent()).hasSize(2);
		}
	}

	@Test
	@DisplayName("F34, F36 402: a key among others rests for ten minutes")
	void withoutMoney() {
		this.server.next(error(402, "", "Insufficient Balance"));
		this.server.next(error(402, "", "Insufficient Balance"));
		try (HarborAiClient client = client((p) -> p.apiKey("main", MAIN).apiKey("spare", SPARE))) {
			create(client).failed(InsufficientBalanceException.class);
			assertThat(handle(client).restingKeys()).containsOnly(Map.entry("main", "insufficient_balance"),
					Map.entry("spare", "insufficient_balance"));
			this.ticker.advance(Duration.ofMinutes(10).minusNanos(1));
			create(client).failed(KeysRestingException.class);
			this.ticker.advance(Duration.ofNanos(1));
			create(client).completed();
		}
	}

	@Test
	@DisplayName("F35 the only key never rests: the vendor's own word helps more than silence")
	void onlyKeyRefused() {
		this.server.next(REFUSED);
		try (HarborAiClient client = client((p) -> p.apiKey("main", MAIN))) {
			create(client).failed(AuthenticationException.class);
			assertThat(handle(client).restingKeys()).isEmpty();
			create(client).completed();
		}
	}

	@Test
	@DisplayName("F32 429 with Retry-After: the other key at once; this one rests for the model, for every caller")
	void limitedKeyRestsForTheModel() {
		this.server.next(error(429, "Retry-After: 20\r\n", "Rate limit reached"));
		try (HarborAiClient client = twoKeys()) {
			create(client).completed();
			create(client).completed();
			assertThat(keysSent()).containsExactly(MAIN, SPARE, SPARE);
			assertThat(handle(client).restingKeys()).containsExactly(Map.entry("main/plain", "rate_limit"));
			IntStream.range(0, 2).forEach((i) -> create(client, "thinker").completed());
			assertThat(keysSent().subList(3, 5)).as("other models are served by both")
				.containsExactlyInAnyOrder(MAIN, SPARE);
			this.ticker.advance(Duration.ofSeconds(20));
			IntStream.range(0, 2).forEach((i) -> create(client).completed());
			assertThat(keysSent().subList(5, 7)).containsExactlyInAnyOrder(MAIN, SPARE);
		}
	}

	@Test
	@DisplayName("F32 429 with Retry-After on the only key: every caller knows until then")
	void onlyKeyLimited() {
		this.server.next(error(429, "Retry-After: 20\r\n", "Rate limit reached"));
		try (HarborAiClient client = client((p) -> p.apiKey("main", MAIN))) {
			create(client).failed(RateLimitedException.class);
			KeysRestingException resting = create(client).failed(KeysRestingException.class);
			assertThat(resting.retryAfter()).isEqualTo(Duration.ofSeconds(20));
			assertThat(keysSent()).hasSize(1);
			this.ticker.advance(Duration.ofSeconds(20));
			create(client).completed();
		}
	}

	@Test
	@DisplayName("Keys of a source: no key in the settings, changed without a restart, former ones still secret")
	void sourceRotatesAtRunTime() {
		this.sourced = List.of(new ApiKey("first", MAIN));
		try (HarborAiClient client = sourced()) {
			create(client).completed();
			this.sourced = List.of(new ApiKey("second", SPARE));
			this.server.next(error(400, "", "Not with " + MAIN + " nor with " + SPARE));
			HarborAiException failure = create(client).failed(InvalidRequestException.class);
			assertThat(failure).hasMessageContaining("Not with");
			assertNoSecretIn(failure);
			ChatCompletion completion = create(client).completed().get(0);
			assertThat(completion.meta().attempts()).extracting("keyName").containsExactly("second");
			assertThat(keysSent()).containsExactly(MAIN, SPARE, SPARE);
			assertThat(handle(client).keyNames()).containsExactly("second");
		}
	}

	@Test
	@DisplayName("A dead key of a source comes back to life by being replaced")
	void replacedKeyIsUsedAtOnce() {
		this.sourced = List.of(new ApiKey("main", MAIN));
		this.server.next(REFUSED);
		try (HarborAiClient client = sourced()) {
			create(client).failed(AuthenticationException.class);
			this.sourced = List.of(new ApiKey("main", SPARE));
			create(client).completed();
			assertThat(keysSent()).containsExactly(MAIN, SPARE);
			assertThat(handle(client).restingKeys()).isEmpty();
		}
	}

	@ParameterizedTest
	@DisplayName("F76 a key of a source that can't be one is never sent")
	@ValueSource(strings = { "sk-canary-77Uh\r\nX-Injected: yes", "sk-canary 77Uh", "sk-canary-77Ühb",
			"Bearer sk-canary", "${CANARY_KEY}", "" })
	void badKeyOfASourceIsNotSent(String bad) {
		this.sourced = List.of(new ApiKey("bad", bad));
		try (HarborAiClient client = sourced()) {
			AuthenticationException failure = create(client).failed(AuthenticationException.class);
			assertThat(failure).hasMessageContaining("'bad' ");
			assertNoSecretIn(failure);
			assertThat(this.server.accepted()).isEmpty();
			this.sourced = List.of(new ApiKey("bad", bad), new ApiKey("good", MAIN));
			create(client).completed();
			create(client).completed();
			assertThat(keysSent()).containsExactly(MAIN, MAIN);
		}
	}

	@Test
	void providerThatNoSourceServesNeedsItsKey() {
		HarborAiClient.Builder builder = HarborAiClient.builder()
			.apiKeySource(new Source("another"))
			.provider("deepseek", (p) -> p.baseUrl(this.server.url()));
		assertThatExceptionOfType(ProviderConfigurationException.class).isThrownBy(builder::build)
			.satisfies((missing) -> assertThat(missing.property()).isEqualTo("api-key"));
	}

	@Test
	void firstSourceThatServesAProviderIsAsked() {
		this.sourced = List.of(new ApiKey("main", MAIN));
		ApiKeySource late = new ApiKeySource() {

			@Override
			public boolean serves(String provider) {
				return true;
			}

			@Override
			public List<ApiKey> keys(String provider) {
				return List.of(new ApiKey("late", SPARE));
			}

		};
		try (HarborAiClient client = build(HarborAiClient.builder()
			.apiKeySource(new Source("another"))
			.apiKeySource(new Source("deepseek"))
			.apiKeySource(late), (p) -> p.apiKey("configured", SPARE))) {
			create(client).completed();
			assertThat(keysSent()).containsExactly(MAIN);
		}
	}

	private HarborAiClient twoKeys() {
		return client((p) -> p.apiKey("main", MAIN).apiKey("spare", SPARE));
	}

	private HarborAiClient client(Consumer<ProviderSettings.Builder> keys) {
		return build(HarborAiClient.builder(), keys);
	}

	private HarborAiClient sourced() {
		return build(HarborAiClient.builder().apiKeySource(new Source("deepseek")), (p) -> {
		});
	}

	private HarborAiClient build(HarborAiClient.Builder builder, Consumer<ProviderSettings.Builder> keys) {
		return builder.ticker(this.ticker).provider("deepseek", (p) -> {
			p.baseUrl(this.server.url()).model("plain").model("thinker").resilience(Wired.ONCE);
			keys.accept(p.http((http) -> http.reuseConnections(false)));
		}).build();
	}

	private static Reading<ChatCompletion> create(HarborAiClient client) {
		return create(client, "plain");
	}

	private static Reading<ChatCompletion> create(HarborAiClient client, String model) {
		Reading<ChatCompletion> reading = new Reading<>(Long.MAX_VALUE);
		client.chat().completions().createAsync(Wired.ask(model)).subscribe(reading);
		reading.ended();
		Aftermath.check(client);
		return reading;
	}

	private static ProviderHandle handle(HarborAiClient client) {
		return client.providers().snapshot().entries().get("deepseek").handle();
	}

	private List<String> keysSent() {
		return this.server.accepted()
			.stream()
			.map((connection) -> connection.receivedText()
				.lines()
				.filter((line) -> line.startsWith("Authorization: Bearer "))
				.map((line) -> line.substring("Authorization: Bearer ".length()))
				.findFirst()
				.orElseThrow())
			.toList();
	}

	private static ConnectionScript error(int status, String headers, String message) {
		String body = "{\"error\":{\"message\":\"" + message + "\",\"type\":\"some_error\",\"code\":null}}";
		return ConnectionScript.onRequest()
			.send("HTTP/1.1 " + status + " Scripted\r\nContent-Type: application/json\r\n" + headers
					+ "Content-Length: " + body.length() + "\r\n\r\n" + body);
	}

	private static void assertNoSecretIn(Throwable... failures) {
		for (Throwable failure : failures) {
			for (Throwable at = failure; at != null; at = at.getCause()) {
				assertThat(at.toString()).doesNotContain("canary").doesNotContain("77Uh").doesNotContain("29Vjxk");
			}
		}
	}

	/**
	 * Serves one provider with the keys of the moment.
	 */
	private final class Source implements ApiKeySource {

		private final String provider;

		Source(String provider) {
			this.provider = provider;
		}

		@Override
		public boolean serves(String provider) {
			return provider.equals(this.provider);
		}

		@Override
		public List<ApiKey> keys(String provider) {
			return KeyFaultTests.this.sourced;
		}

	}

}
