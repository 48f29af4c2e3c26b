package io.harborai.usage;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Usage}.
 */
class UsageTests {

	@Test
	void missingIsNotZero() {
		Usage zero = Usage.of(0, 0);
		assertThat(Usage.MISSING.isMissing()).isTrue();
		assertThat(zero.isMissing()).isFalse();
		assertThat(zero).isNotEqualTo(Usage.MISSING);
	}

	@Test
	void saysWhereItsNumbersComeFrom() {
		assertThat(Usage.of(3, 4, 1, 2)).isEqualTo(new Usage(3, 4, 7, 1, 2, Usage.Source.PROVIDER, Map.of()));
		assertThat(Usage.estimated(3, 4)).isEqualTo(new Usage(3, 4, 7, 0, 0, Usage.Source.ESTIMATED, Map.of()));
	}

	@Test
	void keepsCountersThatNobodyKnows() {
		Map<String, Object> counters = new HashMap<>(Map.of("search_tokens", 5));
		Usage usage = new Usage(1, 1, 2, 0, 0, Usage.Source.PROVIDER, counters);
		counters.clear();
		assertThat(usage.additional()).containsExactly(Map.entry("search_tokens", 5));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> usage.additional().put("x", 1));
	}

}
