package io.harborai.contract;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.harborai.ChatCompletions;
import io.harborai.HarborAiClient;
import io.harborai.call.TestTicker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.error.AttemptSummary;
import io.harborai.error.AuthenticationException;
import io.harborai.error.MalformedResponseException;
import io.harborai.error.PermissionDeniedException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.fault.Wired;
import io.harborai.fixture.Fixture;
import io.harborai.fixture.Fixtures;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Access key and secret key, exchanged for a temporary key, at both vendors that have
 * such: ERNIE's bearer token and Doubao's key of one endpoint.
 */
class KeyExchangeTests {

	private static final String ACCESS_KEY = "AKEXCHANGE0001";

	private static final String SECRET_KEY = "c2VjcmV0LW9mLXRoZS1leGNoYW5nZQ==";

	private static final String ENDPOINT = "ep-20260101-abcde";

	private final TestTicker ticker = new TestTicker();

	private final SimulatedVendor vendor = SimulatedVendor.builder().requireKey("nobody-has-this-one").build();

	private HarborAiClient client;

	@BeforeEach
	void makeClient() {
		this.client = SwitchedOff.client()
			.ticker(this.ticker)
			.defaults((p) -> p.resilience(Wired.ONCE))
			.provider("wenxin",
					(p) -> p.accessKey(ACCESS_KEY)
						.secretKey(SECRET_KEY)
						.baseUrl(this.vendor.baseUrl(Dialect.WENXIN))
						.option("iam-url", this.vendor.credentialsUrl(Dialect.WENXIN)))
			.provider("doubao",
					(p) -> p.accessKey(ACCESS_KEY)
						.secretKey(SECRET_KEY)
						.baseUrl(this.vendor.baseUrl(Dialect.DOUBAO))
						.option("control-plane-url", this.vendor.credentialsUrl(Dialect.DOUBAO)))
			.build();
	}

	@AfterEach
	void close() {
		this.client.close();
		this.vendor.close();
	}

	/**
	 * The vendors, and how long their keys are good for.
	 */
	enum Pair {

		WENXIN("wenxin", "ernie-4.5-turbo-128k", Duration.ofDays(1)),

		DOUBAO("doubao", ENDPOINT, Duration.ofDays(7));

		private final String provider;

		private final ChatCompletionRequest request;

		private final Duration life;

		Pair(String provider, String model, Duration life) {
			this.provider = provider;
			this.request = ChatCompletionRequest.of((r) -> r.model(provider + "/" + model).user("Hello"));
			this.life = life;
		}

	}

	@ParameterizedTest
	@EnumSource
	void fetchesOneKeyForFiftyCallsAtOnce(Pair pair) throws Exception {
		Gate gate = new Gate();
		this.vendor.nextCredential(Reply.gate(gate));
		List<CompletableFuture<ChatCompletion>> calls = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			calls.add(completions().createAsync(pair.request).toFuture());
		}
		this.vendor.takeRequest(Duration.ofSeconds(20));
		gate.open();
		for (CompletableFuture<ChatCompletion> call : calls) {
			assertThat(call.get(20, TimeUnit.SECONDS).meta().attempts()).hasSize(1)
				.allSatisfy((attempt) -> assertThat(attempt.outcome()).isEqualTo("ok"));
		}
		assertThat(exchanges()).hasSize(1);
		assertThat(chats()).hasSize(50).extracting((request) -> request.header("authorization")).hasSize(50);
		assertThat(chats().stream().map((request) -> request.header("authorization")).distinct()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void keepsAKeyUntilShortlyBeforeItExpires(Pair pair) {
		completions().create(pair.request);
		this.ticker.advance(pair.life.multipliedBy(8).dividedBy(10));
		completions().create(pair.request);
		assertThat(exchanges()).hasSize(1);
		this.ticker.advance(pair.life.dividedBy(10).plusSeconds(1));
		completions().create(pair.request);
		assertThat(exchanges()).hasSize(2);
		completions().stream(pair.request).blockLast();
		assertThat(exchanges()).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void renewsAKeyOnceThatTheVendorNoLongerAccepts(Pair pair) {
		completions().create(pair.request);
		this.vendor.expireIssuedKeys();
		ChatCompletion completion = completions().create(pair.request);
		assertThat(completion.content()).isNotBlank();
		assertThat(completion.meta().attempts()).extracting(AttemptSummary::outcome)
			.containsExactly("authentication", "ok");
		assertThat(exchanges()).hasSize(2);
		this.vendor.expireIssuedKeys();
		assertThat(completions().stream(pair.request).blockLast().meta().attempts()).extracting(AttemptSummary::outcome)
			.containsExactly("authentication", "ok");
		assertThat(exchanges()).hasSize(3);
	}

	@ParameterizedTest
	@EnumSource
	void renewsOneKeyForAllCallsThatWereRefused(Pair pair) throws Exception {
		completions().create(pair.request);
		this.vendor.expireIssuedKeys();
		List<CompletableFuture<ChatCompletion>> calls = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			calls.add(completions().createAsync(pair.request).toFuture());
		}
		for (CompletableFuture<ChatCompletion> call : calls) {
			assertThat(call.get(20, TimeUnit.SECONDS).content()).isNotBlank();
		}
		assertThat(exchanges()).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void givesUpWhenTheNewKeyIsRefusedToo(Pair pair) {
		completions().create(pair.request);
		this.vendor.always(Reply.status(401));
		assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> completions().create(pair.request))
			.satisfies((ex) -> {
				assertThat(ex.statusCode()).isEqualTo(401);
				assertThat(ex.retryable()).isFalse();
				assertThat(ex.attempts()).hasSize(2);
			})
			.withMessageContaining("access-key");
		assertThat(exchanges()).hasSize(2);
		assertThat(chats()).hasSize(3);
		assertThatExceptionOfType(AuthenticationException.class)
			.isThrownBy(() -> completions().stream(pair.request).blockLast());
		assertThat(chats()).hasSize(5);
	}

	@ParameterizedTest
	@EnumSource
	void tellsAllWhoWaitThatAnExchangeFailedAndTriesAgainLater(Pair pair) {
		Gate gate = new Gate();
		this.vendor.nextCredential(Reply.raw(500, "application/json", new byte[0]).holdAfter(Integer.MIN_VALUE, gate));
		List<CompletableFuture<ChatCompletion>> calls = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			calls.add(completions().createAsync(pair.request).toFuture());
		}
		this.vendor.takeRequest(Duration.ofSeconds(20));
		gate.open();
		assertThat(calls).allSatisfy((call) -> assertThat(call).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(ProviderUnavailableException.class));
		assertThat(completions().create(pair.request).content()).isNotBlank();
		assertThat(exchanges()).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void takesUnusableAnswersOfTheExchangeForWhatTheyAre(Pair pair) {
		this.vendor.nextCredential(json("{}"));
		assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> completions().create(pair.request))
			.withMessageContaining("access");
		for (String garbage : List.of("not json", "", "[1]", "null", "{\"token\":\"t\",\"expireTime\":\"tomorrow\"}")) {
			this.vendor.nextCredential(json(garbage));
			assertThatExceptionOfType(garbage.contains("tomorrow") && pair == Pair.DOUBAO
					? AuthenticationException.class : MalformedResponseException.class)
				.as(garbage)
				.isThrownBy(() -> completions().create(pair.request))
				.satisfies((ex) -> assertThat(ex.provider()).isEqualTo(pair.provider));
		}
		assertThat(chats()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void doesNotFailTheOthersWhenOneWhoWaitsCancels(Pair pair) throws Exception {
		Gate gate = new Gate();
		this.vendor.nextCredential(Reply.gate(gate));
		Disposable first = completions().createAsync(pair.request).subscribe();
		CompletableFuture<ChatCompletion> second = completions().createAsync(pair.request).toFuture();
		this.vendor.takeRequest(Duration.ofSeconds(20));
		first.dispose();
		gate.open();
		assertThat(second.get(20, TimeUnit.SECONDS).content()).isNotBlank();
		assertThat(exchanges()).hasSize(1);
		assertThat(chats()).hasSize(1);
	}

	@Test
	void signsAsBaiduDoes() {
		completions().create(Pair.WENXIN.request);
		RecordedRequest exchange = exchanges().get(0);
		assertThat(exchange.method()).isEqualTo("GET");
		assertThat(exchange.path()).endsWith("/v1/BCE-BEARER/token?expireInSeconds=86400");
		Signatures.verifyBaidu(exchange, ACCESS_KEY, SECRET_KEY);
	}

	@Test
	void signsAsVolcengineDoes() {
		completions().create(Pair.DOUBAO.request);
		RecordedRequest exchange = exchanges().get(0);
		assertThat(exchange.method()).isEqualTo("POST");
		assertThat(exchange.path()).endsWith("/?Action=GetApiKey&Version=2024-01-01");
		assertThat(exchange.header("content-type")).isEqualTo("application/json");
		assertThat(exchange.bodyAsMap())
			.isEqualTo(Map.of("DurationSeconds", 604800, "ResourceType", "endpoint", "ResourceIds", List.of(ENDPOINT)));
		Signatures.verifyVolcengine(exchange, ACCESS_KEY, SECRET_KEY);
	}

	@Test
	void sendsTheTokenThatBaiduGave() {
		Fixture token = Fixtures.get("qianfan/bearer-token-201.json");
		this.vendor.requireKey("bce-v3/ALTAK-exampleTmp/exampleexample");
		for (Cut cut : Cut.ALL) {
			// Its time ran out long ago, so each call asks for another.
			this.vendor.nextCredential(cut.serve(token));
			completions().create(Pair.WENXIN.request);
			assertThat(chats().get(chats().size() - 1).header("authorization"))
				.isEqualTo("Bearer bce-v3/ALTAK-exampleTmp/exampleexample");
		}
	}

	@Test
	void fetchesAKeyForEachEndpoint() {
		for (String model : List.of(ENDPOINT, "ep-20260101-fghij", "bot-1", ENDPOINT)) {
			completions().create((r) -> r.model("doubao/" + model).user("Hello"));
		}
		assertThat(exchanges()).extracting((exchange) -> exchange.bodyAsMap().get("ResourceIds"))
			.containsExactly(List.of(ENDPOINT), List.of("ep-20260101-fghij"), List.of("bot-1"));
		assertThat(exchanges()).extracting((exchange) -> exchange.bodyAsMap().get("ResourceType"))
			.containsExactly("endpoint", "endpoint", "bot");
	}

	@Test
	void saysThatATemporaryKeyNeedsAnEndpoint() {
		assertThatExceptionOfType(AuthenticationException.class)
			.isThrownBy(() -> completions().create((r) -> r.model("doubao/doubao-seed-1-6-250615").user("Hello")))
			.withMessageContaining("ep-")
			.withMessageContaining("api-key");
		assertThat(this.vendor.requests()).isEmpty();
	}

	@Test
	void namesThePairWhenTheExchangeRefusesIt() {
		this.vendor.nextCredential(Reply.raw(403, "application/json",
				Fixtures.get("doubao/error-controlplane-responsemetadata.json").bytes()));
		assertThatExceptionOfType(PermissionDeniedException.class)
			.isThrownBy(() -> completions().create(Pair.DOUBAO.request))
			.withMessageContaining("ark:GetApiKey");
		this.vendor.nextCredential(Reply.raw(400, "application/json", bytes("""
				{"requestId":"r-1","code":"InvalidHTTPAuthHeader","message":"The HTTP authorization header is invalid."}
				""")));
		assertThatExceptionOfType(AuthenticationException.class)
			.isThrownBy(() -> completions().create(Pair.WENXIN.request))
			.withMessageContaining("access-key")
			.satisfies((ex) -> assertThat(ex.vendorCode()).isEqualTo("InvalidHTTPAuthHeader"));
	}

	private ChatCompletions completions() {
		return this.client.chat().completions();
	}

	private List<RecordedRequest> exchanges() {
		return this.vendor.requests().stream().filter((request) -> !isChat(request)).toList();
	}

	private List<RecordedRequest> chats() {
		return this.vendor.requests().stream().filter(KeyExchangeTests::isChat).toList();
	}

	private static boolean isChat(RecordedRequest request) {
		return request.path().endsWith("/chat/completions");
	}

	private static Reply json(String body) {
		return Reply.raw(200, "application/json", bytes(body));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
