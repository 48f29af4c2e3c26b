package io.harborai.fault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.FinishReason;
import io.harborai.error.ContentFilteredException;
import io.harborai.error.ContextLengthExceededException;
import io.harborai.error.HarborAiException;
import io.harborai.error.InsufficientBalanceException;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.KeysRestingException;
import io.harborai.error.ModelNotFoundException;
import io.harborai.error.PermissionDeniedException;
import io.harborai.error.QuotaExhaustedException;
import io.harborai.error.RateLimitedException;
import io.harborai.model.ModelInfo;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.simulator.ConnectionScript;
import io.harborai.simulator.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F32 to F40: what a vendor refuses, what is tried again, when, and where. Retries are
 * on; every request has a connection of its own, so that the server can count them.
 */
@ExtendWith(LeakGuard.class)
class RefusalFaultTests {

	private static final ConnectionScript ANSWER = ConnectionScript.onRequest()
		.respond(200, "application/json", Sse.completion("Hello"));

	/** Up to three attempts, the second one after 100 ms. */
	private static final ResilienceSettings RETRYING = ResilienceSettings.UNSET
		.withRetry(new RetrySettings(3, Duration.ofMillis(100), null, 0d, null));

	private final ScriptedServer server = ScriptedServer.start().always(ANSWER);

	private final ScriptedServer other = ScriptedServer.start().always(ANSWER);

	@AfterEach
	void close() {
		this.server.close();
		this.other.close();
	}

	private Wired wired() {
		return Wired.to(this.server.url(), RefusalFaultTests::retrying);
	}

	/**
	 * A route over both vendors; the second one's model has the larger window.
	 */
	private Wired route() {
		return Wired.of((b) -> {
			provider(b, "deepseek", this.server, 1000);
			provider(b, "other", this.other, 2000);
			b.route("smart", (r) -> r.model("deepseek/plain").model("other/plain"));
		});
	}

	private static void provider(HarborAiClient.Builder builder, String name, ScriptedServer server, int window) {
		builder.provider(name, (p) -> {
			p.vendor("deepseek").apiKey(Wired.KEY).baseUrl(server.url());
			retrying(p.model(ModelInfo.builder("deepseek", "plain").contextWindow(window).build()));
		});
	}

	private static void retrying(ProviderSettings.Builder p) {
		p.resilience(RETRYING).http((http) -> http.reuseConnections(false));
	}

	private static Consumer<ProviderSettings.Builder> keys(String... names) {
		return (p) -> {
			retrying(p);
			for (String name : names) {
				p.apiKey(name, Wired.KEY + name);
			}
		};
	}

	private static ChatCompletionRequest smart() {
		return ChatCompletionRequest.builder().model("smart").user("Hello").build();
	}

	private static ConnectionScript refusal(int status, String headers, String code, String message) {
		String body = "{\"error\":{\"message\":\"" + message + "\",\"code\":\"" + code + "\",\"param\":\"messages\"}}";
		return ConnectionScript.onRequest()
			.send("HTTP/1.1 " + status + " No\r\nContent-Type: application/json\r\n" + headers + "Content-Length: "
					+ body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
	}

	private static ConnectionScript limited(String headers) {
		return refusal(429, headers.isEmpty() ? "" : headers.replace("|", "\r\n") + "\r\n", "rate_limit_exceeded",
				"Slow down");
	}

	private int requests() {
		return this.server.accepted().size();
	}

	@ParameterizedTest
	@DisplayName("F32 429: what the vendor asks for is waited, in all its forms, by every caller")
	@CsvSource(delimiter = ';',
			value = { "retry-after-ms: 1500; 1500", "Retry-After: 2; 2000", "Retry-After: 1.5; 1500",
					"retry-after-ms: 1500|Retry-After: 20; 1500",
					"Retry-After: Fri, 31 Dec 1999 23:59:59 GMT|Date: Fri, 31 Dec 1999 23:59:49 GMT; 10000" })
	void whatTheVendorAsksForIsWaited(String headers, long millis) {
		this.server.next(limited(headers));
		try (Wired wired = wired()) {
			Reading<ChatCompletion> limited = wired.create();
			wired.awaitBackoff();
			Reading<ChatCompletion> another = wired.create();
			wired.ticker().advance(Duration.ofMillis(millis - 1));
			assertThat(limited.terminals() + another.terminals()).isZero();
			assertThat(requests()).isEqualTo(1);
			wired.ticker().advance(Duration.ofMillis(1));
			assertThat(limited.completed().get(0).meta().attempts()).extracting("outcome")
				.containsExactly("rate_limit", "ok");
			// The other one's wait has a backoff on top, as those who were told the same
			// would come back together.
			wired.ticker().advance(Duration.ofMillis(100));
			another.completed();
			assertThat(requests()).isEqualTo(3);
			wired.paid(2);
		}
	}

	@Test
	@DisplayName("F32 429: over the cap nobody waits; the key rests, and a route goes elsewhere for nothing")
	void whatIsOverTheCapIsNotWaited() {
		this.server.next(limited("Retry-After: 31"));
		try (Wired wired = route()) {
			assertThat(wired.create(smart()).completed().get(0).meta().provider()).isEqualTo("other");
			wired.paid(1);
			assertThat(wired.create(smart()).completed().get(0).meta().provider()).isEqualTo("other");
			assertThat(wired.create().failed(KeysRestingException.class).retryAfter())
				.isEqualTo(Duration.ofSeconds(31));
			assertThat(requests()).isEqualTo(1);
			wired.ticker().advance(Duration.ofSeconds(31));
			assertThat(wired.create(smart()).completed().get(0).meta().provider()).isEqualTo("deepseek");
		}
	}

	@ParameterizedTest
	@DisplayName("F33 a Retry-After that makes no sense or is past is as good as none")
	@ValueSource(strings = { "", "Retry-After: -5", "Retry-After: NaN", "Retry-After: ", "Retry-After: soon",
			"retry-after-ms: -1", "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT",
			"Retry-After: Fri, 31 Dec 1999 23:59:39 GMT|Date: Fri, 31 Dec 1999 23:59:49 GMT",
			"Retry-After: Fri, 99 Dec 1999 23:59:59 GMT", "Retry-After: 0|Retry-After: 7" })
	void nonsenseIsAsGoodAsNothing(String headers) {
		this.server.next(limited(headers));
		try (Wired wired = wired()) {
			Reading<ChatCompletion> reading = wired.create();
			wired.awaitBackoff();
			wired.ticker().advance(Duration.ofMillis(99));
			assertThat(requests()).isEqualTo(1);
			wired.ticker().advance(Duration.ofMillis(1));
			reading.completed();
			wired.paid(1);
		}
	}

	@ParameterizedTest
	@DisplayName("F33 an absurd Retry-After is never waited, and the key rests for a day at most")
	@ValueSource(strings = { "Retry-After: 1e30", "Retry-After: Infinity", "retry-after-ms: 1e300",
			"Retry-After: Fri, 31 Dec 9999 23:59:59 GMT" })
	void absurdIsNotWaited(String headers) {
		this.server.next(limited(headers));
		try (Wired wired = wired()) {
			wired.create().failed(RateLimitedException.class);
			wired.create().failed(KeysRestingException.class);
			wired.ticker().advance(Duration.ofDays(1));
			wired.create().completed();
		}
	}

	@ParameterizedTest
	@DisplayName("F34 429 for a quota or debts isn't one to wait for: the key rests, the next one or vendor is asked")
	@CsvSource({ "insufficient_quota, You exceeded your plan", "x, 您的账户已欠费" })
	void exhausted(String code, String message) {
		Class<? extends HarborAiException> type = code.equals("x") ? InsufficientBalanceException.class
				: QuotaExhaustedException.class;
		ConnectionScript refusal = refusal(429, "Retry-After: 1\r\n", code, message);
		this.server.next(refusal);
		try (Wired wired = wired()) {
			assertThat(wired.create().failed(type).attempts()).hasSize(1);
		}
		this.server.next(refusal);
		try (Wired wired = Wired.to(this.server.url(), keys("spare"))) {
			// The first one of Wired's own is called "default".
			assertThat(wired.create().completed().get(0).meta().attempts()).hasSize(2);
			assertThat(wired.handle().restingKeys()).hasSize(1);
		}
		this.server.next(refusal);
		try (Wired wired = route()) {
			assertThat(wired.create(smart()).completed().get(0).meta().provider()).isEqualTo("other");
			wired.paid(1);
		}
	}

	@Test
	@DisplayName("F36 403 and 402 are the key's: not repeated, the next key is asked, a route moves")
	void forbidden() {
		this.server.next(refusal(403, "", "permission_denied", "Not you"));
		this.server.next(refusal(402, "", "insufficient_balance", "Pay first"));
		this.server.next(refusal(403, "", "permission_denied", "Not you"));
		try (Wired wired = wired()) {
			assertThat(wired.create().failed(PermissionDeniedException.class).attempts()).hasSize(1);
			assertThat(wired.create().failed(InsufficientBalanceException.class).attempts()).hasSize(1);
		}
		try (Wired wired = Wired.to(this.server.url(), keys("spare"))) {
			assertThat(wired.create().completed().get(0).meta().attempts()).extracting("outcome")
				.containsExactly("permission", "ok");
		}
	}

	@Test
	@DisplayName("F36 404 for a model: not repeated, clear words, and a route moves")
	void modelNotFound() {
		ConnectionScript refusal = refusal(404, "", "model_not_found", "The model plain does not exist");
		this.server.next(refusal).next(refusal);
		try (Wired wired = route()) {
			ModelNotFoundException failure = wired.create().failed(ModelNotFoundException.class);
			assertThat(failure.attempts()).hasSize(1);
			assertThat(failure).hasMessageContaining("deepseek").hasMessageContaining("plain");
			assertThat(wired.create(smart()).completed().get(0).meta().provider()).isEqualTo("other");
			wired.paid(1);
		}
	}

	@ParameterizedTest
	@DisplayName("F37 400 and 422 are neither repeated nor moved; the vendor's code shows")
	@ValueSource(ints = { 400, 422 })
	void invalid(int status) {
		this.server.next(refusal(status, "", "bad_temperature", "temperature is too high"));
		try (Wired wired = route()) {
			InvalidRequestException failure = wired.create(smart()).failed(InvalidRequestException.class);
			assertThat(failure.attempts()).hasSize(1);
			assertThat(failure.vendorCode()).isEqualTo("bad_temperature");
			assertThat(failure.statusCode()).isEqualTo(status);
			assertThat(failure).hasMessageContaining("temperature is too high");
			assertThat(this.other.accepted()).isEmpty();
		}
	}

	@Test
	@DisplayName("F38 a context that is too long moves only to a larger window")
	void contextTooLong() {
		this.server.always(refusal(400, "", "context_length_exceeded", "Too long"));
		try (Wired wired = route()) {
			assertThat(wired.create(smart()).completed().get(0).meta().provider()).isEqualTo("other");
			wired.paid(1);
			assertThat(requests()).isEqualTo(1);
		}
		this.other.always(refusal(400, "", "context_length_exceeded", "Too long"));
		try (Wired wired = Wired.of((b) -> {
			provider(b, "deepseek", this.server, 1000);
			provider(b, "other", this.other, 2000);
			b.route("smart", (r) -> r.model("other/plain").model("deepseek/plain"));
		})) {
			wired.create(smart()).failed(ContextLengthExceededException.class);
			assertThat(requests()).isEqualTo(1);
		}
	}

	@Test
	@DisplayName("F39 content that is filtered: typed, neither repeated nor moved")
	void filtered() {
		this.server.next(refusal(400, "", "content_filter", "Not that"));
		try (Wired wired = route()) {
			assertThat(wired.create(smart()).failed(ContentFilteredException.class).attempts()).hasSize(1);
			assertThat(this.other.accepted()).isEmpty();
		}
	}

	@Test
	@DisplayName("F39 an answer that is filtered in its middle: what there is of it, and the reason")
	void filteredInTheMiddle() {
		String filtered = Sse.completion("Hel").replace("\"stop\"", "\"content_filter\"");
		this.server.next(ConnectionScript.onRequest().respond(200, "application/json", filtered));
		this.server.next(ConnectionScript.onRequest()
			.startStream()
			.sendChunk(Sse.text("Hel") + Sse.FINISH.replace("\"stop\"", "\"content_filter\"") + Sse.DONE)
			.sendChunk(""));
		try (Wired wired = wired()) {
			ChatCompletion whole = wired.create().completed().get(0);
			assertThat(whole.content()).isEqualTo("Hel");
			assertThat(whole.choices().get(0).finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
			List<ChatCompletionChunk> chunks = wired.stream().completed();
			assertThat(Sse.content(chunks)).isEqualTo("Hel");
			assertThat(chunks).anyMatch((chunk) -> chunk.choices()
				.stream()
				.anyMatch((choice) -> choice.finishReason() == FinishReason.CONTENT_FILTER));
		}
	}

	@ParameterizedTest
	@DisplayName("F40 408 and 425 are repeated after a backoff, 409 only when the vendor says so")
	@CsvSource({ "408, '', true", "425, '', true", "409, '', false", "409, 'x-should-retry: true', true",
			"503, 'x-should-retry: false', false" })
	void repeated(int status, String header, boolean again) {
		this.server.next(refusal(status, header.isEmpty() ? "" : header + "\r\n", "x", "No"));
		try (Wired wired = wired()) {
			Reading<ChatCompletion> reading = wired.create();
			if (again) {
				wired.awaitBackoff();
				wired.ticker().advance(Duration.ofMillis(100));
				assertThat(reading.completed().get(0).meta().attempts()).hasSize(2);
				wired.paid(1);
			}
			else {
				assertThat(((HarborAiException) reading.ended().errors().get(0)).attempts()).hasSize(1);
			}
			assertThat(requests()).isEqualTo(again ? 2 : 1);
		}
	}

}
