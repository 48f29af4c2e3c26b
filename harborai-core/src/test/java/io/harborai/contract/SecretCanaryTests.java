package io.harborai.contract;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.harborai.HarborAiClient;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionAccumulator;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ContentPart;
import io.harborai.chat.ResponseFormat;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolCall;
import io.harborai.chat.ToolMessage;
import io.harborai.error.HarborAiException;
import io.harborai.provider.ApiKey;
import io.harborai.provider.ProviderRegistry;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.simulator.ConnectionScript;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.ScriptedServer;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.transport.ProxySettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * No key, prompt or answer in any log at any level, in any exception or in any
 * {@code toString}, whatever a vendor echoes.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecretCanaryTests {

	private static final String KEY = "sk-canary-Zq83hfKq0x7RtWmB5yLc";

	private static final String ACCESS_KEY = "AKcanary77Uhb3nD0qpLwEzR";

	private static final String SECRET_KEY = "SKcanary29VjxkTr5mWqYsNd";

	private static final String PROMPT = "Verrate niemandem das Rezept der Quittenmarmelade mit Sternanis";

	private static final String ANSWER = "Man nehme dreihundert Gramm Blaubeerzucker und eine Prise Kardamom";

	private static final String REASONING = "Der Mensch will vermutlich Zimtschnecken und Haferkekse backen";

	private static final List<String> WORDS = List.of("Zq83hf", "7RtWmB5", "Uhb3nD", "VjxkTr5", "Quittenmarm",
			"Sternanis", "Blaubeerzuck", "Kardamom", "Zimtschneck", "Haferkekse");

	// Again at once: what is said twice mustn't be told either.
	private static final ResilienceSettings AGAIN = ResilienceSettings.UNSET
		.withRetry(new RetrySettings(2, Duration.ofMillis(1), Duration.ofMillis(1), null, null));

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final List<Object> seen = new ArrayList<>();

	private LogCapture log;

	private HarborAiClient client;

	@BeforeEach
	void makeClient() {
		this.log = new LogCapture();
		this.client = SwitchedOff.client()
			.defaults((p) -> p.resilience(AGAIN))
			.provider("deepseek",
					(p) -> p.apiKey("main", KEY)
						.baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK))
						.header("X-Gateway-Token", "gw-" + KEY))
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
		this.log.close();
		this.log.lines().forEach(SecretCanaryTests::assertNothingIn);
	}

	static Stream<Arguments> echoes() {
		String said = "The key " + KEY + " sent: " + PROMPT + ".";
		String quoted = said.replace("\"", "\\\"");
		List<Arguments> replies = new ArrayList<>();
		List<String> bodies = List.of(
				"{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"param\":\"%s\",\"code\":\"%s\"}}",
				"{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"code\":null}}", "{\"error\":\"%s\"}",
				"[{\"error\":{\"code\":400,\"message\":\"%s\",\"status\":\"%s\"}}]",
				"{\"code\":\"%s\",\"message\":\"%s\",\"request_id\":\"%s\"}",
				"{\"code\":20012,\"msg\":\"%s\",\"data\":\"%s\"}",
				"{\"error_code\":336003,\"error_msg\":\"%s\",\"id\":\"%s\"}",
				"{\"base_resp\":{\"status_code\":1008,\"status_msg\":\"%s\"}}",
				"{\"ResponseMetadata\":{\"RequestId\":\"%s\",\"Error\":{\"Code\":\"%s\",\"Message\":\"%s\"}}}",
				"\"%s\"", "%s", "<html><title>%s</title><body>%s</body></html>", "{\"error\":{\"message\":\"%s", "%s}{",
				"{\"detail\":[{\"loc\":[\"body\",\"%s\"],\"msg\":\"%s\",\"input\":\"%s\"}]}");
		for (String body : bodies) {
			byte[] bytes = body.replace("%s", quoted).getBytes(StandardCharsets.UTF_8);
			for (int status : new int[] { 200, 400, 401, 403, 404, 429, 500, 503 }) {
				replies.add(arguments(status + " " + body, Reply.raw(status, "application/json", bytes)));
			}
		}
		String answer = "\"" + ANSWER + "\"";
		for (String broken : List.of("{\"choices\":[{\"message\":{\"content\":" + answer,
				"{\"choices\":" + answer + "}", answer, "[" + answer + "]",
				"{\"choices\":[{\"message\":{\"content\":" + answer + ",\"" + ANSWER + "\":\u0001}}]}", ANSWER,
				"{" + ANSWER + "}", "data: " + ANSWER + "\n\n", "data: {\"choices\":[{\"delta\":" + answer)) {
			replies.add(arguments("200 " + broken,
					Reply.raw(200, "application/json", broken.getBytes(StandardCharsets.UTF_8))));
		}
		replies.add(arguments("redirect", Reply.raw(307, "text/plain", said.getBytes(StandardCharsets.UTF_8))
			.header("Location", "https://elsewhere.example/?key=" + KEY)));
		replies.add(arguments("bad location",
				Reply.raw(302, "text/plain", new byte[0]).header("Location", "::" + KEY + "::")));
		replies.add(arguments("encoding",
				Reply.raw(200, "application/json", bytes(answer)).header("Content-Encoding", "gzip")));
		replies.add(arguments("content type", Reply.raw(400, "application/" + KEY, bytes(said))));
		replies.add(arguments("retry after", Reply.raw(429, "text/plain", bytes(said)).header("Retry-After", KEY)));
		replies.add(arguments("cut", Reply.answer().text(ANSWER).cutAfter(3)));
		replies.add(arguments("reset", Reply.answer().text(ANSWER).resetAfter(3)));
		replies.add(arguments("close", Reply.closeAtOnce()));
		return replies.stream();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("echoes")
	void whatAVendorEchoesInABody(String name, Reply reply) {
		this.vendor.always(reply);
		call("deepseek/deepseek-flash");
		stream("deepseek/deepseek-flash");
		assertNothingShows();
	}

	static Stream<Arguments> streams() {
		String first = event(delta("reasoning_content", REASONING)) + event(delta("content", ANSWER));
		String said = "The key " + KEY + " was asked: " + PROMPT + " and said: " + ANSWER + " thinking: " + REASONING;
		return Stream.of(arguments("whole", first + event(finish()) + "data: [DONE]\n\n"),
				arguments("error event",
						first + "event: error\n" + event("{\"error\":{\"message\":\"" + said + "\"}}")),
				arguments("error object",
						first + event("{\"error\":{\"message\":\"" + said + "\",\"code\":\"" + said + "\"}}")),
				arguments("error text", first + event("{\"error\":\"" + said + "\"}")),
				arguments("error fields",
						first + event("{\"choices\":null,\"error_type\":\"x\",\"error_message\":\"" + said + "\"}")),
				arguments("error at once", event("{\"error\":{\"message\":\"" + said.substring(0, 90) + "\"}}")),
				arguments("not JSON", first + event(ANSWER)),
				arguments("half JSON", first + event("{\"choices\":[{\"delta\":{\"content\":\"" + ANSWER)),
				arguments("wrong shape", first + event("{\"choices\":\"" + ANSWER + "\"}")),
				arguments("wrong delta", first + event("{\"choices\":[{\"delta\":\"" + ANSWER + "\"}]}")),
				arguments("truncated", first),
				arguments("broken off", first + event(finish().replace("stop", "insufficient_system_resource"))),
				arguments("own finish", first + event(finish().replace("stop", "pause_turn")) + "data: [DONE]\n\n"),
				arguments("tool call",
						first + event("{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{"
								+ "\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"cook\",\"arguments\":\"{\\\"x\\\":\\\""
								+ ANSWER + "\\\"}\"},\"extra\":\"" + ANSWER
								+ "\"}]},\"logprobs\":{\"content\":[{\"token\":\"" + ANSWER + "\"}]}, \"seen\":\""
								+ ANSWER + "\"}],\"search_results\":[\"" + ANSWER + "\"]}") + event(finish())
								+ "data: [DONE]\n\n"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("streams")
	void whatAVendorEchoesInAStream(String name, String events) {
		this.vendor.always(Reply.sse(events));
		stream("deepseek/deepseek-flash");
		this.vendor.always(Reply.raw(200, "text/event-stream", bytes(events)));
		stream("deepseek/deepseek-flash");
		assertNothingShows();
	}

	@Test
	void whatGoesWrongWithTheBytesOfTheAnswer() {
		for (String raw : List.of("HTTP/1.1 200 " + ANSWER + "\r\nX: y\r\n\r\n", ANSWER + "\r\n\r\n",
				"HTTP/9.9 " + KEY + "\r\n\r\n", "HTTP/1.1 two " + ANSWER + "\r\n\r\n",
				"HTTP/1.1 099 " + ANSWER + "\r\n\r\n", "HTTP/1.1 200 OK\r\n" + ANSWER + "\r\n\r\n",
				"HTTP/1.1 200 OK\r\nContent-Length: " + KEY + "\r\n\r\n" + ANSWER,
				"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + ANSWER + "\r\n",
				"HTTP/1.1 200 OK\r\nX-" + KEY + ": " + "a".repeat(20_000) + "\r\n\r\n")) {
			try (ScriptedServer server = ScriptedServer.start();
					HarborAiClient raging = SwitchedOff.client()
						.provider("vllm", (p) -> p.apiKey(KEY).baseUrl(server.url() + "/v1"))
						.build()) {
				server.always(ConnectionScript.onRequest().send(raw).finish());
				keep(raging.chat().completions(), "vllm/m");
			}
		}
		assertNothingShows();
	}

	@Test
	void whatAnExchangeOfKeysSaysAndShows() {
		for (String model : List.of("wenxin/ernie-4.5-turbo-128k", "doubao/ep-1")) {
			call(model);
			String echo = "{\"code\":\"SignatureDoesNotMatch\",\"message\":\"" + ACCESS_KEY + " " + SECRET_KEY
					+ "\",\"ResponseMetadata\":{\"Error\":{\"Code\":\"X\",\"Message\":\"" + ACCESS_KEY + SECRET_KEY
					+ "\"}}}";
			for (int status : new int[] { 200, 400, 403, 500 }) {
				this.vendor.expireIssuedKeys().requireKey("another");
				this.vendor.nextCredential(Reply.raw(status, "application/json", bytes(echo)));
				call(model);
				this.vendor.nextCredential(Reply.raw(status, "application/json", bytes(ACCESS_KEY + SECRET_KEY)));
				stream(model);
			}
		}
		assertNothingShows();
	}

	@Test
	void whatMistakesInSettingsSay() {
		for (String key : List.of(KEY + "\n", KEY + "ä", " " + KEY, "\"" + KEY + "\"", "Bearer " + KEY,
				"${" + KEY + "}")) {
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> SwitchedOff.client().provider("deepseek", (p) -> p.apiKey(key)).build())
				.satisfies(this.seen::add);
		}
		for (String url : List.of("https://user:" + KEY + "@example.com", "https://example.com/?key=" + KEY,
				"https://exa mple.com/" + KEY, KEY)) {
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> SwitchedOff.client().provider("deepseek", (p) -> p.apiKey(KEY).baseUrl(url)).build())
				.satisfies(this.seen::add);
		}
		assertNothingShows();
	}

	@Test
	void whatValuesShow() {
		ProviderSettings settings = ProviderSettings.builder("deepseek")
			.apiKey("main", KEY)
			.accessKey(ACCESS_KEY)
			.secretKey(SECRET_KEY)
			.header("X-Gateway-Token", KEY)
			.query("key", KEY)
			.option("token", KEY)
			.http((h) -> h
				.proxy(new ProxySettings(ProxySettings.Type.HTTP, "proxy", 3128, "user", SECRET_KEY, List.of())))
			.build();
		ProviderRegistry.Snapshot snapshot = this.client.providers().snapshot();
		this.seen.addAll(List.of(settings, settings.http(), settings.apiKeys(), new ApiKey("main", KEY), this.client,
				this.client.provider("deepseek"), snapshot, snapshot.entries(), this.client.availableModels(),
				request("x")));
		snapshot.entries().values().forEach((entry) -> this.seen.add(entry.handle()));
		call("deepseek/deepseek-flash");
		assertThat(this.log.lines()).anyMatch((line) -> line.startsWith("DEBUG reactor.netty"));
		assertThat(this.seen).hasSizeGreaterThan(14);
		assertNothingShows();
	}

	private void call(String model) {
		try {
			ChatCompletion completion = this.client.chat().completions().create(request(model));
			this.seen.add(completion);
			this.seen.addAll(parts(completion));
		}
		catch (HarborAiException ex) {
			this.seen.add(ex);
		}
	}

	private void stream(String model) {
		keep(this.client.chat().completions(), model);
	}

	private void keep(io.harborai.ChatCompletions completions, String model) {
		ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();
		try {
			List<ChatCompletionChunk> chunks = new ArrayList<>();
			completions.stream(request(model)).doOnNext(chunks::add).blockLast();
			this.seen.addAll(chunks);
			chunks.forEach((chunk) -> {
				accumulator.add(chunk);
				this.seen.addAll(chunk.choices());
				this.seen.add(chunk.toolCalls());
				this.seen.add(chunk.meta());
			});
			this.seen.addAll(parts(accumulator.toCompletion()));
		}
		catch (HarborAiException ex) {
			this.seen.add(ex);
		}
	}

	private static List<Object> parts(ChatCompletion completion) {
		List<Object> parts = new ArrayList<>(List.of(completion, completion.choices(), completion.message(),
				completion.toolCalls(), completion.usage(), completion.meta()));
		if (completion.finishReason() != null) {
			parts.add(completion.finishReason());
		}
		return parts;
	}

	private void assertNothingShows() {
		for (Object thing : this.seen) {
			if (thing instanceof Throwable thrown) {
				texts(thrown, new IdentityHashMap<>()).forEach((text) -> assertNothingIn(text));
			}
			else {
				assertNothingIn(thing.getClass().getSimpleName() + ": " + thing);
			}
		}
		this.log.lines().forEach(SecretCanaryTests::assertNothingIn);
		request("x").messages().forEach((message) -> assertNothingIn(message.toString()));
		request("x").tools().forEach((tool) -> assertNothingIn(tool.toString()));
		assertNothingIn(request("x").options().toString());
		assertNothingIn(request("x").responseFormat().toString());
	}

	private static List<String> texts(Throwable thrown, Map<Throwable, Boolean> known) {
		List<String> texts = new ArrayList<>();
		if (thrown == null || known.put(thrown, true) != null) {
			return texts;
		}
		texts.add(thrown.toString());
		if (thrown instanceof HarborAiException ours) {
			texts.add(ours.details() + " " + ours.vendorCode() + " " + ours.requestId() + " " + ours.attempts());
		}
		if (thrown instanceof StreamInterruptedException interrupted) {
			parts(interrupted.partial()).forEach((part) -> texts.add(part.toString()));
		}
		texts.addAll(texts(thrown.getCause(), known));
		for (Throwable suppressed : thrown.getSuppressed()) {
			texts.addAll(texts(suppressed, known));
		}
		return texts;
	}

	private static void assertNothingIn(String text) {
		for (String word : WORDS) {
			assertThat(text).doesNotContainIgnoringCase(word);
		}
	}

	private static ChatCompletionRequest request(String model) {
		return ChatCompletionRequest.of((r) -> r.model(model)
			.system(PROMPT)
			.user(ContentPart.text(PROMPT), ContentPart.image(URI.create("https://example.com/" + "Sternanis")))
			.message(new AssistantMessage(PROMPT, PROMPT,
					List.of(new ToolCall("c1", "cook", "{\"a\":\"" + PROMPT + "\"}")), false, Map.of("seen", PROMPT)))
			.message(new ToolMessage("c1", PROMPT))
			.user(PROMPT + " json")
			.responseFormat(ResponseFormat.JSON_OBJECT)
			.tool(Tool.function("cook", PROMPT, Map.of("type", "object", "description", PROMPT)))
			.endUser("Quittenmarmelade")
			.extraBody("note", PROMPT)
			.options((o) -> o.header("X-Token", KEY).tag("note", PROMPT)));
	}

	private static String event(String data) {
		return "data: " + data + "\n\n";
	}

	private static String delta(String field, String text) {
		return "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"" + field + "\":\"" + text
				+ "\"}}]}";
	}

	private static String finish() {
		return "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
				+ "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}";
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
