package io.harborai.test.cassette;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RecordingPolicy}.
 */
class RecordingPolicyTests {

	@Test
	void recordsWhatIsNotThere() {
		assertThat(policy(null, null).records("c", CassetteMode.AUTO, false)).isTrue();
		assertThat(policy(null, null).records("c", CassetteMode.AUTO, true)).isFalse();
		assertThat(policy(null, null).records("c", CassetteMode.RECORD, true)).isTrue();
	}

	@Test
	void followsThePropertyBeforeTheTest() {
		assertThat(policy("record", null).records("c", CassetteMode.REPLAY, true)).isTrue();
		assertThat(policy(" Replay ", null).records("c", CassetteMode.RECORD, true)).isFalse();
		assertThat(policy("auto", null).records("c", CassetteMode.RECORD, true)).isFalse();
		assertThat(policy("", null).records("c", CassetteMode.RECORD, true)).isTrue();
	}

	@Test
	void refusesOtherWords() {
		assertThatExceptionOfType(CassetteException.class)
			.isThrownBy(() -> policy("yes", null).records("c", CassetteMode.AUTO, true))
			.withMessage("harborai.cassettes is 'yes'. It must be one of record, replay and auto.");
	}

	@Test
	void needsTheFileToReplay() {
		assertThatExceptionOfType(CassetteException.class)
			.isThrownBy(() -> policy("replay", null).records("c", CassetteMode.AUTO, false))
			.withMessageContaining("Cassette 'c' doesn't exist. Record it with a real key");
	}

	@Test
	void refusesToRecordInCi() {
		assertThatExceptionOfType(CassetteException.class)
			.isThrownBy(() -> policy("record", "true").records("c", CassetteMode.AUTO, true))
			.withMessageContaining("is to be recorded, which is refused in CI (CI=true)");
		assertThat(policy(null, "true").records("c", CassetteMode.AUTO, true)).isFalse();
		assertThat(policy("record", "false").records("c", CassetteMode.AUTO, true)).isTrue();
	}

	@Test
	void foreseesRecordings() {
		assertThat(policy(null, null).mayRecord(CassetteMode.AUTO, false)).isTrue();
		assertThat(policy(null, null).mayRecord(CassetteMode.AUTO, true)).isFalse();
		assertThat(policy("replay", null).mayRecord(CassetteMode.AUTO, false)).isFalse();
		assertThat(policy("record", "1").mayRecord(CassetteMode.RECORD, true)).isFalse();
	}

	private static RecordingPolicy policy(String property, String ci) {
		Map<String, String> properties = (property != null) ? Map.of("harborai.cassettes", property) : Map.of();
		return new RecordingPolicy(properties::get, (name) -> "CI".equals(name) ? ci : null);
	}

}
