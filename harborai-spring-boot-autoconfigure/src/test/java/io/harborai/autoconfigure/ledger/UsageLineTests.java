package io.harborai.autoconfigure.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.harborai.error.ErrorClass;
import io.harborai.observation.UsageRecord;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Lines of the spill file: real JSON, and what is read is what was written.
 */
class UsageLineTests {

	@Test
	void everythingComesBack() {
		UsageRecord row = new UsageRecord(UUID.randomUUID(), 3, Instant.now(), "deepseek", "deepseek-flash", "smart",
				true, "rate_limit", ErrorClass.LIMITED, 429, "req-1", Usage.of(1, 2, 3, 4),
				Rows.cost("0.0000001234", "CNY"), Duration.ofNanos(123_456_789), Duration.ofNanos(7),
				Map.of("tenant", "acme", "b", ""));
		assertThat(UsageLine.read(UsageLine.write(row))).isEqualTo(row);
	}

	@Test
	void whatIsMissingStaysMissing() {
		UsageRecord row = Rows.failedCall(UUID.randomUUID(), Instant.EPOCH);
		UsageRecord read = UsageLine.read(UsageLine.write(row));
		assertThat(read).isEqualTo(row);
		assertThat(read.usage().isMissing()).isTrue();
	}

	@Test
	void ofACostTheAmountComesBack() {
		Cost cost = Cost.of(Rows.cost("1", "USD").currency(), Rows.cost("1", "USD").amount(),
				Rows.cost("2", "USD").amount(), Rows.cost("3", "USD").amount());
		UsageRecord row = Rows.attempt(UUID.randomUUID(), 1, Instant.EPOCH, "p", "m", Usage.estimated(5, 6), cost,
				Map.of());
		UsageRecord read = UsageLine.read(UsageLine.write(row));
		assertThat(read.cost()).hasToString("6 USD");
		assertThat(read.usage()).isEqualTo(row.usage());
	}

	@Test
	void textsOfAnyKind() {
		for (String text : List.of("\" \\ / \b\f\n\r\t \0 \u001f", "密钥 ünï 😀", "\u2028\u2029", "\ud83d", "{}[],:",
				"")) {
			UsageRecord row = Rows.attempt(UUID.randomUUID(), 1, Instant.EPOCH, text, text, Usage.MISSING, null,
					Map.of(text, text));
			String line = UsageLine.write(row);
			assertThat(line).doesNotContain("\n").doesNotContain("\r");
			assertThat(UsageLine.read(line)).isEqualTo(row);
			JsonNode others = JsonMapper.builder().build().readTree(line);
			assertThat(others.path("provider").asString()).isEqualTo(text);
			assertThat(others.path("tags").path(text).asString()).isEqualTo(text);
		}
	}

	@Test
	void anotherWritersSpacesAreFine() {
		String line = UsageLine.write(Rows.row(1)).replace(":", " : ").replace(",", " , ");
		line = line.replace("10 : 00 : 00", "10:00:00");
		assertThat(UsageLine.read("  " + line + " \r")).isEqualTo(Rows.row(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{", "{}", "null", "[]", "{\"call_id\":\"x\"}", "{\"a\":1}x", "{\"a\":01x}",
			"{\"a\":\"\\q\"}", "{\"a\":\"\\u00g0\"}", "{\"a\":\"", "{\"a\"", "{\"a\":{\"b\":{\"c\":{\"d\":{}}}}}",
			"{\"a\":99999999999999999999}", "{,}" })
	void whatIsNoRowIsRefused(String line) {
		assertThatIllegalArgumentException().isThrownBy(() -> UsageLine.read(line));
	}

	@ParameterizedTest
	@ValueSource(strings = { "call_id", "attempt", "started_at", "duration_ns", "outcome" })
	void aRowOfTheWrongTypesIsRefused(String name) {
		String line = UsageLine.write(Rows.row(1))
			.replaceFirst("\"" + name + "\":(\"[^\"]*\"|\\d+)", "\"" + name + "\":true");
		assertThatIllegalArgumentException().isThrownBy(() -> UsageLine.read(line));
	}

	@Test
	void aRowThatIsCutOffIsRefused() {
		String line = UsageLine.write(Rows.row(1));
		for (int i = 0; i < line.length(); i++) {
			String cut = line.substring(0, i);
			assertThatIllegalArgumentException().isThrownBy(() -> UsageLine.read(cut));
		}
	}

}
