package io.harborai.simulator;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.harborai.simulator.Dialect.DEEPSEEK;
import static io.harborai.simulator.Dialect.DOUBAO;
import static io.harborai.simulator.Dialect.OPENAI;
import static io.harborai.simulator.Dialect.WENXIN;
import static io.harborai.simulator.VendorClient.ask;
import static io.harborai.simulator.VendorClient.at;
import static io.harborai.simulator.VendorClient.json;
import static org.assertj.core.api.Assertions.assertThat;

class ValidationTests {

	private static final Map<Dialect, String> MODELS = Map.of(DEEPSEEK, "deepseek-v4-pro", DOUBAO,
			"doubao-1-5-pro-32k-250115", WENXIN, "ernie-4.5-turbo-128k", OPENAI, "gpt-4.1-mini");

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final VendorClient client = new VendorClient();

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			DEEPSEEK, invalid_request_error
			DOUBAO, AuthenticationError
			WENXIN, invalid_iam_token
			OPENAI, invalid_api_key
			""")
	void refusesAWrongKey(Dialect dialect, String code) {
		this.vendor.requireKey("sk-right");
		String url = this.vendor.baseUrl(dialect) + "/models";
		for (HttpResponse<String> refused : List.of(this.client.get(url),
				this.client.get(url, "Authorization", "Bearer sk-wrong"),
				this.client.get(url, "Authorization", "sk-right"))) {
			assertThat(refused.statusCode()).isEqualTo(401);
			assertThat(at(json(refused.body()), "error.code")).isEqualTo(code);
			assertThat(refused.body()).doesNotContain("sk-wrong");
		}
		assertThat(this.client.get(url, "Authorization", "Bearer sk-right").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			DEEPSEEK, invalid_request_error
			DOUBAO, InvalidParameter
			WENXIN, malformed_json
			OPENAI,
			""")
	void refusesMalformedJson(Dialect dialect, String code) {
		refused(dialect, "{\"model\":", 400, code);
		refused(dialect, "[]", 400, code);
		refused(dialect, "", 400, code);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			DEEPSEEK, invalid_request_error
			DOUBAO, MissingParameter
			WENXIN, invalid_messages
			OPENAI, empty_array
			""")
	void refusesEmptyMessages(Dialect dialect, String code) {
		refused(dialect, "{\"model\":\"" + MODELS.get(dialect) + "\",\"messages\":[]}", 400, code);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			DEEPSEEK, 400, invalid_request_error
			DOUBAO, 404, InvalidEndpointOrModel.NotFound
			WENXIN, 401, invalid_model
			OPENAI, 404, model_not_found
			""")
	void refusesUnknownModelsWhenStrict(Dialect dialect, int status, String code) {
		String unknown = "{" + ask("who-is-this", "Hello") + "}";
		assertThat(chat(dialect, unknown).statusCode()).isEqualTo(200);
		try (SimulatedVendor strict = SimulatedVendor.builder().strictModels(true).build()) {
			String url = strict.baseUrl(dialect) + "/chat/completions";
			HttpResponse<String> refused = this.client.post(url, unknown);
			assertThat(refused.statusCode()).isEqualTo(status);
			assertThat(at(json(refused.body()), "error.code")).isEqualTo(code);
			assertThat(this.client.post(url, "{" + ask(MODELS.get(dialect), "Hello") + "}").statusCode())
				.isEqualTo(200);
			strict.model(dialect, "who-is-this");
			assertThat(this.client.post(url, unknown).statusCode()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			DEEPSEEK, invalid_request_error
			DOUBAO, MissingParameter
			WENXIN, invalid_model
			OPENAI,
			""")
	void refusesARequestWithoutAModel(Dialect dialect, String code) {
		refused(dialect, "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}", 400, code);
	}

	@Test
	void anyEndpointOfArkIsKnown() {
		try (SimulatedVendor strict = SimulatedVendor.builder().strictModels(true).build()) {
			Object answer = this.client.chat(strict.baseUrl(DOUBAO), ask("ep-20250101-abcde", "Hello"));
			assertThat(at(answer, "model")).isEqualTo("ep-20250101-abcde");
		}
	}

	@Test
	void deepSeekKnowsFourRoles() {
		refused(DEEPSEEK, request(DEEPSEEK, "{\"role\":\"developer\",\"content\":\"x\"}", ""), 400,
				"invalid_request_error");
	}

	@Test
	void deepSeekTakesListsOfPartsOnlyFromModelsThatSee() {
		String parts = "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}]}";
		refused(DEEPSEEK, request(DEEPSEEK, parts, ""), 400, "invalid_request_error");
		assertThat(chat(DEEPSEEK, "{\"model\":\"deepseek-flash\",\"messages\":[" + parts + "]}").statusCode())
			.isEqualTo(200);
	}

	@Test
	void deepSeekWantsItsReasoningBackAfterToolCalls() {
		String without = "{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":"
				+ "[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
				+ "{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":\"y\"}";
		refused(DEEPSEEK, request(DEEPSEEK, without, ""), 400, "invalid_request_error");
		String with = without.replace("\"content\":\"\",", "\"content\":\"\",\"reasoning_content\":\"\",");
		assertThat(chat(DEEPSEEK, request(DEEPSEEK, with, "")).statusCode()).isEqualTo(200);
		assertThat(chat(DEEPSEEK, request(DEEPSEEK, without, ",\"thinking\":{\"type\":\"disabled\"}")).statusCode())
			.isEqualTo(200);
	}

	@Test
	void deepSeekIsParticularAboutSettings() {
		refused(DEEPSEEK, hello(DEEPSEEK, ",\"max_tokens\":0"), 422, "invalid_request_error");
		refused(DEEPSEEK, hello(DEEPSEEK, ",\"temperature\":2.5"), 422, "invalid_request_error");
		refused(DEEPSEEK, hello(DEEPSEEK, ",\"response_format\":{\"type\":\"json_object\"}"), 400,
				"invalid_request_error");
		refused(DEEPSEEK, hello(DEEPSEEK, ",\"response_format\":{\"type\":\"json_schema\"}"), 400,
				"invalid_request_error");
		refused(DEEPSEEK, hello(DEEPSEEK, ",\"tool_choice\":\"required\""), 400, "invalid_request_error");
	}

	@Test
	void arkTakesOneLimitOnly() {
		refused(DOUBAO, hello(DOUBAO, ",\"max_tokens\":5,\"max_completion_tokens\":5"), 400, "InvalidParameter");
	}

	@Test
	void arkWantsContentOnEveryMessage() {
		refused(DOUBAO, request(DOUBAO, "{\"role\":\"user\",\"content\":null}", ""), 400, "MissingParameter");
	}

	@Test
	void arkKnowsThreeKindsOfThinking() {
		refused(DOUBAO, hello(DOUBAO, ",\"thinking\":{\"type\":\"maybe\"}"), 400, "InvalidParameter");
	}

	@Test
	void qianfanRefusesABlankLastMessage() {
		refused(WENXIN, request(WENXIN, "{\"role\":\"user\",\"content\":\" \\n\"}", ""), 400, "invalid_messages");
		refused(WENXIN, request(WENXIN, "{\"role\":\"assistant\",\"content\":\"x\"}", ""), 400, "invalid_messages");
		refused(WENXIN, request(WENXIN, "{\"role\":\"developer\",\"content\":\"x\"}", ""), 400, "invalid_messages");
		refused(WENXIN, request(WENXIN, "{\"role\":\"tool\",\"content\":\"x\"}", ""), 400, "invalid_messages");
	}

	@ParameterizedTest
	@CsvSource({ "0, 400", "0.01, 200", "1, 200", "1.1, 400" })
	void qianfanTakesTemperaturesAboveZeroUpToOne(String temperature, int status) {
		HttpResponse<String> response = chat(WENXIN, hello(WENXIN, ",\"temperature\":" + temperature));
		assertThat(response.statusCode()).isEqualTo(status);
	}

	@Test
	void openAiTakesStreamOptionsOnlyForStreams() {
		refused(OPENAI, hello(OPENAI, ",\"stream_options\":{\"include_usage\":true}"), 400, null);
	}

	@Test
	void openAiRefusesTheOldLimitOnReasoningModels() {
		refused(OPENAI, "{" + ask("gpt-5", "Hello") + ",\"max_tokens\":5}", 400, "unsupported_parameter");
		assertThat(chat(OPENAI, hello(OPENAI, ",\"max_tokens\":5")).statusCode()).isEqualTo(200);
	}

	@Test
	void openAiNamesThePathThatItDoesNotKnow() {
		HttpResponse<String> response = this.client.post(this.vendor.baseUrl(OPENAI) + "/x", "{}");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).contains("Invalid URL");
	}

	private static String hello(Dialect dialect, String more) {
		return request(dialect, "{\"role\":\"user\",\"content\":\"Hello\"}", more);
	}

	private static String request(Dialect dialect, String messages, String more) {
		return "{\"model\":\"" + MODELS.get(dialect) + "\",\"messages\":[" + messages + "]" + more + "}";
	}

	private HttpResponse<String> chat(Dialect dialect, String body) {
		return this.client.post(this.vendor.baseUrl(dialect) + "/chat/completions", body);
	}

	private void refused(Dialect dialect, String body, int status, String code) {
		HttpResponse<String> response = chat(dialect, body);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(at(json(response.body()), "error.code")).isEqualTo(code);
		assertThat(at(json(response.body()), "error.message").toString()).isNotBlank();
	}

}
