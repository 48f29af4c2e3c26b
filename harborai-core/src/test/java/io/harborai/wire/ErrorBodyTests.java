package io.harborai.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import io.harborai.fixture.Fixture;
import io.harborai.fixture.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorBodyTests {

	@Test
	void anErrorObject() {
		assertThat(read(
				"{\"error\":{\"message\":\"M\",\"type\":\"T\",\"code\":\"C\",\"param\":\"P\"},\"request_id\":\"r\"}"))
			.isEqualTo(new ErrorBody("M", "T", "C", "P", null, "r"));
		assertThat(read("{\"error\":{\"message\":\"M\",\"code\":502}}"))
			.isEqualTo(new ErrorBody("M", null, "502", null, 502, null));
		assertThat(read("{\"error\":{\"message\":\"M\",\"code\":\"x\",\"status_code\":400}}").status()).isEqualTo(400);
		assertThat(read("{\"error\":{\"code\":\"e\",\"message\":\"M\"},\"id\":\"as-1\"}").requestId())
			.isEqualTo("as-1");
	}

	@Test
	void anErrorString() {
		assertThat(read("{\"error\":\"M\"}")).isEqualTo(new ErrorBody("M", null, null, null, null, null));
		assertThat(read("{\"error\":\"invalid_client\",\"error_description\":\"M\"}"))
			.isEqualTo(new ErrorBody("M", null, "invalid_client", null, null, null));
		assertThat(read("{\"timestamp\":1,\"status\":404,\"error\":\"Not Found\",\"path\":\"/x\"}"))
			.isEqualTo(new ErrorBody("Not Found", null, null, null, 404, null));
	}

	@Test
	void aListOfErrors() {
		assertThat(read("[{\"error\":{\"code\":400,\"message\":\"M\",\"status\":\"INVALID_ARGUMENT\"}}]"))
			.isEqualTo(new ErrorBody("M", null, "INVALID_ARGUMENT", null, 400, null));
	}

	@Test
	void flatFields() {
		assertThat(read("{\"code\":20012,\"message\":\"M\",\"data\":null}"))
			.isEqualTo(new ErrorBody("M", null, "20012", null, null, null));
		assertThat(read("{\"code\":\"c\",\"msg\":\"M\",\"requestId\":\"r\"}"))
			.isEqualTo(new ErrorBody("M", null, "c", null, null, "r"));
		assertThat(read("{\"error_code\":336501,\"error_msg\":\"M\",\"id\":\"as\"}"))
			.isEqualTo(new ErrorBody("M", null, "336501", null, null, "as"));
		assertThat(read("{\"choices\":null,\"error_type\":\"T\",\"error_message\":\"M\"}"))
			.isEqualTo(new ErrorBody("M", "T", null, null, null, null));
		assertThat(read("{\"detail\":[{\"loc\":[\"body\",\"messages\",0],\"msg\":\"Field required\"}]}"))
			.isEqualTo(new ErrorBody("Field required", null, null, "body.messages.0", null, null));
	}

	@Test
	void miniMaxAndTheControlPlane() {
		assertThat(read("{\"base_resp\":{\"status_code\":1008,\"status_msg\":\"M\"}}"))
			.isEqualTo(new ErrorBody("M", null, "1008", null, null, null));
		assertThat(read("{\"ResponseMetadata\":{\"RequestId\":\"r\",\"Error\":{\"Code\":\"C\",\"Message\":\"M\"}}}"))
			.isEqualTo(new ErrorBody("M", null, "C", null, null, "r"));
	}

	@Test
	void textAndHtmlAndNothing() {
		assertThat(read("\"Api key is invalid\"").message()).isEqualTo("Api key is invalid");
		assertThat(read("404 page not found").message()).isEqualTo("404 page not found");
		assertThat(read("{\"error\": cut").message()).isEqualTo("{\"error\": cut");
		assertThat(read("x".repeat(100_000)).message()).hasSizeLessThanOrEqualTo(2_000);
		assertThat(read(" <!DOCTYPE html><html>secret</html>")).isEqualTo(ErrorBody.NONE);
		assertThat(read("")).isEqualTo(ErrorBody.NONE);
		assertThat(read(" \n")).isEqualTo(ErrorBody.NONE);
		assertThat(read("{}").isEmpty()).isTrue();
		assertThat(read("[]").message()).isEqualTo("[]");
	}

	@Test
	void bytesThatAreNotUtf8AreReplaced() {
		byte[] bytes = "{\"error\":{\"message\":\"a#b\",\"code\":\"C\"}}".getBytes(StandardCharsets.ISO_8859_1);
		bytes[22] = (byte) 0xE4;
		assertThat(ErrorBody.read(bytes, 0, bytes.length))
			.isEqualTo(new ErrorBody("a\uFFFDb", null, "C", null, null, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"choices\":[{\"index\":0}],\"code\":1,\"message\":\"m\"}",
			"{\"id\":\"x\",\"error\":null}", "{\"error\":{}}", "{\"error\":\"\"}", "{\"error\":false,\"choices\":[{}]}",
			"{\"error_code\":0,\"result\":\"x\"}", "{\"base_resp\":{\"status_code\":0},\"choices\":null}",
			"{\"message\":\"only\"}", "{\"code\":0,\"message\":\"ok\"}", "{\"choices\":null,\"usage\":{}}", "\"text\"",
			"[1]", "42", "", "not json", "{\"error\":" })
	void anAnswerIsNoError(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		assertThat(ErrorBody.find(bytes, 0, bytes.length)).isNull();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void garbageNeverThrows(long seed) {
		Random random = new Random(seed);
		List<Fixture> samples = Fixtures.where(Fixture::isError).toList();
		for (int round = 0; round < 3_000; round++) {
			byte[] bytes = random.nextBoolean() ? new byte[random.nextInt(60)]
					: samples.get(random.nextInt(samples.size())).bytes().clone();
			for (int i = random.nextInt(6); i > 0 && bytes.length > 0; i--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			int offset = random.nextInt(bytes.length + 1);
			int length = random.nextInt(bytes.length - offset + 1);
			ErrorBody body = ErrorBody.read(bytes, offset, length);
			assertThat(body).isNotNull();
			assertThat(ErrorTable.COMMON.classify(random.nextInt(600), body)).isNotNull();
			ErrorBody.find(bytes, offset, length);
		}
	}

	private static ErrorBody read(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return ErrorBody.read(bytes, 0, bytes.length);
	}

}
