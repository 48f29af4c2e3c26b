package io.harborai.wire;

import java.util.Map;

import io.harborai.error.ErrorCategory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorTableTests {

	@ParameterizedTest
	@CsvSource({ "400, INVALID_REQUEST", "401, AUTHENTICATION", "402, INSUFFICIENT_BALANCE", "403, PERMISSION",
			"404, INVALID_REQUEST", "405, INVALID_REQUEST", "408, TIMEOUT", "409, INVALID_REQUEST",
			"413, INVALID_REQUEST", "422, INVALID_REQUEST", "425, OVERLOADED", "429, RATE_LIMIT",
			"499, INVALID_REQUEST", "500, SERVER_ERROR", "502, SERVER_ERROR", "503, OVERLOADED", "504, TIMEOUT",
			"529, OVERLOADED", "599, SERVER_ERROR", "302, INVALID_REQUEST", "200, SERVER_ERROR" })
	void aStatusAlone(int status, ErrorCategory category) {
		assertThat(ErrorTable.COMMON.classify(status, ErrorBody.NONE)).isEqualTo(category);
	}

	@Test
	void theCodeWinsOverTheStatusAndTheMessage() {
		assertThat(classify(429, "insufficient_quota", "slow down")).isEqualTo(ErrorCategory.QUOTA_EXHAUSTED);
		assertThat(classify(400, "rate_limit_exceeded", "maximum context length")).isEqualTo(ErrorCategory.RATE_LIMIT);
	}

	@Test
	void theMessageWinsOverTheStatus() {
		assertThat(classify(400, "invalid_request_error", "The maximum context length is 8"))
			.isEqualTo(ErrorCategory.CONTEXT_LENGTH);
		assertThat(classify(429, null, "Insufficient Balance")).isEqualTo(ErrorCategory.INSUFFICIENT_BALANCE);
		assertThat(classify(400, null, "The model `x` does not exist")).isEqualTo(ErrorCategory.MODEL_NOT_FOUND);
		assertThat(classify(400, null, "does not exist: a model")).isEqualTo(ErrorCategory.INVALID_REQUEST);
	}

	@Test
	void aStatusInsideTheBodyCountsOnlyInsideA200() {
		ErrorBody body = new ErrorBody("m", null, "c", null, 400, null);
		assertThat(ErrorTable.COMMON.classify(200, body)).isEqualTo(ErrorCategory.INVALID_REQUEST);
		assertThat(ErrorTable.COMMON.classify(500, body)).isEqualTo(ErrorCategory.SERVER_ERROR);
	}

	@Test
	void aVagueCodeCountsOnlyWhereTheStatusSaysNothing() {
		assertThat(classify(200, "invalid_request_error", null)).isEqualTo(ErrorCategory.INVALID_REQUEST);
		assertThat(classify(400, "internal_error", null)).isEqualTo(ErrorCategory.INVALID_REQUEST);
		assertThat(classify(500, "invalid_request_error", null)).isEqualTo(ErrorCategory.SERVER_ERROR);
		assertThat(classify(503, "server_error", null)).isEqualTo(ErrorCategory.OVERLOADED);
		assertThat(classify(401, "invalid_request_error", null)).isEqualTo(ErrorCategory.AUTHENTICATION);
	}

	@Test
	void aCodeMayMeanSomethingElseWithAStatus() {
		assertThat(classify(403, "model_not_found", null)).isEqualTo(ErrorCategory.PERMISSION);
		assertThat(classify(404, "model_not_found", null)).isEqualTo(ErrorCategory.MODEL_NOT_FOUND);
	}

	@Test
	void theLongestPrefixWinsAndWholeCodesBeforeAnyPrefix() {
		ErrorTable table = ErrorTable.COMMON.withPrefixes(Map.of("A", ErrorCategory.TIMEOUT))
			.withPrefixes(Map.of("A.B", ErrorCategory.RATE_LIMIT))
			.withCodes(Map.of("A.B.C", ErrorCategory.PERMISSION));
		assertThat(table.classify(500, code("A.x"))).isEqualTo(ErrorCategory.TIMEOUT);
		assertThat(table.classify(500, code("A.B.x"))).isEqualTo(ErrorCategory.RATE_LIMIT);
		assertThat(table.classify(500, code("A.B.C"))).isEqualTo(ErrorCategory.PERMISSION);
		assertThat(ErrorTable.COMMON.classify(500, code("A.x"))).isEqualTo(ErrorCategory.SERVER_ERROR);
	}

	@Test
	void aVendorsRowsWinOverTheCommonOnes() {
		ErrorTable table = ErrorTable.COMMON.withCodes(Map.of("timeout", ErrorCategory.RATE_LIMIT))
			.withStatuses(Map.of(418, ErrorCategory.OVERLOADED))
			.withMessagePatterns(Map.of("invalid*api key", ErrorCategory.PERMISSION));
		assertThat(table.classify(500, code("timeout"))).isEqualTo(ErrorCategory.RATE_LIMIT);
		assertThat(table.classify(418, ErrorBody.NONE)).isEqualTo(ErrorCategory.OVERLOADED);
		assertThat(table.classify(401, new ErrorBody("Invalid API key", null, null, null, null, null)))
			.isEqualTo(ErrorCategory.PERMISSION);
	}

	@Test
	void a404WithoutAnErrorOfTheVendorsIsAWrongPath() {
		assertThat(ErrorTable.COMMON.isWrongPath(404, ErrorBody.NONE)).isTrue();
		assertThat(ErrorTable.COMMON.isWrongPath(404, code("DeploymentNotFound"))).isFalse();
		assertThat(ErrorTable.COMMON.isWrongPath(404, code("something_else"))).isFalse();
		assertThat(ErrorTable.COMMON.isWrongPath(400, ErrorBody.NONE)).isFalse();
		assertThat(classify(404, "something_else", null)).isEqualTo(ErrorCategory.MODEL_NOT_FOUND);
	}

	private static ErrorBody code(String code) {
		return new ErrorBody(null, null, code, null, null, null);
	}

	private static ErrorCategory classify(int status, String code, String message) {
		return ErrorTable.COMMON.classify(status, new ErrorBody(message, null, code, null, null, null));
	}

}
