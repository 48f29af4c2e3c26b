package io.harborai.transport;

import java.time.Duration;

import io.harborai.call.RateHints;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What vendors tell about their limits.
 */
class RateHeadersTests {

	@ParameterizedTest
	@CsvSource({ "120ms, 120", "6m0s, 360000", "1h2m3.5s, 3723500", "1s, 1000", "2.5, 2500", "0, 0", "15us, 0",
			"999999999h, 86400000" })
	void readsGoDurationsAndSeconds(String text, long millis) {
		Duration duration = RateHeaders.duration(text);
		assertThat(duration).isNotNull();
		assertThat(duration.toMillis()).isEqualTo(millis);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "-1", "-1s", "NaN", "1x", "s", "1s later" })
	void takesNonsenseForSilence(String text) {
		assertThat(RateHeaders.duration(text)).isNull();
	}

	@Test
	void readsOpenAisHeaders() {
		HttpHeaders headers = new DefaultHttpHeaders();
		headers.set("x-ratelimit-remaining-requests", "59");
		headers.set("x-ratelimit-reset-requests", "1s");
		headers.set("x-ratelimit-remaining-tokens", "149984");
		headers.set("x-ratelimit-reset-tokens", "6m0s");
		assertThat(RateHeaders.OPENAI.read(headers))
			.isEqualTo(new RateHints(59L, Duration.ofSeconds(1), 149984L, Duration.ofMinutes(6)));
	}

	@Test
	void readsQianfansWithoutAReset() {
		HttpHeaders headers = new DefaultHttpHeaders();
		headers.set("X-Ratelimit-Remaining-Requests", "0");
		headers.set("X-Ratelimit-Remaining-Input-Tokens", "12");
		assertThat(RateHeaders.QIANFAN.read(headers)).isEqualTo(new RateHints(0L, null, 12L, null));
	}

	@Test
	void saysNothingWhereTheVendorDoesNot() {
		HttpHeaders headers = new DefaultHttpHeaders();
		headers.set("x-ratelimit-remaining-requests", "-1");
		headers.set("x-ratelimit-remaining-tokens", "many");
		assertThat(RateHeaders.OPENAI.read(headers)).isSameAs(RateHints.NONE);
	}

}
