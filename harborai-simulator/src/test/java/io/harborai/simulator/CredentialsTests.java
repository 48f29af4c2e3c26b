package io.harborai.simulator;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.harborai.simulator.VendorClient.at;
import static io.harborai.simulator.VendorClient.has;
import static io.harborai.simulator.VendorClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CredentialsTests {

	private static final String BAIDU = "bce-auth-v1/AK/2026-01-01T00:00:00Z/1800/host/" + "a".repeat(64);

	private static final String VOLC = "HMAC-SHA256 Credential=AK/20260101/cn-beijing/ark/request, "
			+ "SignedHeaders=host;x-date, Signature=" + "b".repeat(64);

	private final SimulatedVendor vendor = SimulatedVendor.builder().requireKey("permanent").build();

	private final VendorClient client = new VendorClient();

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@Test
	void baiduGivesATokenForASignature() {
		HttpResponse<String> response = baidu("?expireInSeconds=300");
		assertThat(response.statusCode()).isEqualTo(201);
		Object token = json(response.body());
		assertThat(at(token, "token").toString()).startsWith("bce-v3/ALTAK-");
		Instant created = Instant.parse(at(token, "createTime").toString());
		assertThat(Instant.parse(at(token, "expireTime").toString())).isEqualTo(created.plusSeconds(300));
		assertThat(models(Dialect.WENXIN, at(token, "token").toString())).isEqualTo(200);
	}

	@Test
	void baidusTokenLastsHalfAnHourUnlessToldOtherwise() {
		Object token = json(baidu("").body());
		Instant created = Instant.parse(at(token, "createTime").toString());
		assertThat(Duration.between(created, Instant.parse(at(token, "expireTime").toString())))
			.isEqualTo(Duration.ofMinutes(30));
	}

	@Test
	void baiduRefusesWhatIsNotSigned() {
		String url = this.vendor.credentialsUrl(Dialect.WENXIN) + "/v1/BCE-BEARER/token";
		assertThat(this.client.get(url).statusCode()).isEqualTo(400);
		HttpResponse<String> unsigned = this.client.get(url, "Authorization", "Bearer x");
		assertThat(unsigned.statusCode()).isEqualTo(400);
		assertThat(at(json(unsigned.body()), "code")).isEqualTo("InvalidHTTPAuthHeader");
	}

	@Test
	void volcengineGivesAKeyForASignature() {
		HttpResponse<String> response = volcengine("/?Action=GetApiKey&Version=2024-01-01", VOLC);
		assertThat(response.statusCode()).isEqualTo(200);
		Object answer = json(response.body());
		assertThat(at(answer, "ResponseMetadata.Action")).isEqualTo("GetApiKey");
		assertThat(has(answer, "ResponseMetadata", "Error")).isFalse();
		assertThat(((Number) at(answer, "Result.ExpiredTime")).longValue())
			.isBetween(Instant.now().getEpochSecond() + 500, Instant.now().getEpochSecond() + 601);
		assertThat(models(Dialect.DOUBAO, at(answer, "Result.ApiKey").toString())).isEqualTo(200);
	}

	@Test
	void volcengineRefusesInItsOwnEnvelope() {
		HttpResponse<String> unsigned = volcengine("/?Action=GetApiKey&Version=2024-01-01", "x");
		assertThat(unsigned.statusCode()).isEqualTo(401);
		assertThat(at(json(unsigned.body()), "ResponseMetadata.Error.Code")).isEqualTo("InvalidAuthorization");
		HttpResponse<String> unknown = volcengine("/?Action=Other", VOLC);
		assertThat(unknown.statusCode()).isEqualTo(404);
		assertThat(at(json(unknown.body()), "ResponseMetadata.Error.Code")).isEqualTo("InvalidActionOrVersion");
	}

	@Test
	void issuedKeysExpireOnCommandAndRequiredOnesDoNot() {
		String token = at(json(baidu("").body()), "token").toString();
		this.vendor.expireIssuedKeys();
		assertThat(models(Dialect.WENXIN, token)).isEqualTo(401);
		assertThat(models(Dialect.WENXIN, "permanent")).isEqualTo(200);
	}

	@Test
	void onlyTheirOwnScriptTouchesThem() {
		this.vendor.next(Reply.status(500)).nextCredential(Reply.status(503));
		assertThat(baidu("").statusCode()).isEqualTo(503);
		assertThat(baidu("").statusCode()).isEqualTo(201);
		assertThat(models(Dialect.WENXIN, "permanent")).isEqualTo(500);
	}

	@Test
	void otherVendorsHaveNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.vendor.credentialsUrl(Dialect.OPENAI));
	}

	private HttpResponse<String> baidu(String query) {
		return this.client.get(this.vendor.credentialsUrl(Dialect.WENXIN) + "/v1/BCE-BEARER/token" + query,
				"Authorization", BAIDU);
	}

	private HttpResponse<String> volcengine(String target, String authorization) {
		return this.client.post(this.vendor.credentialsUrl(Dialect.DOUBAO) + target,
				"{\"DurationSeconds\":600,\"ResourceType\":\"endpoint\",\"ResourceIds\":[\"ep-1\"]}", "Authorization",
				authorization);
	}

	private int models(Dialect dialect, String key) {
		return this.client.get(this.vendor.baseUrl(dialect) + "/models", "Authorization", "Bearer " + key).statusCode();
	}

}
