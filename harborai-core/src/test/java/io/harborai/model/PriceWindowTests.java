package io.harborai.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PriceWindow}.
 */
class PriceWindowTests {

	@ParameterizedTest
	@CsvSource({ "2026-11-27T21:59:59Z, false", "2026-11-27T22:00:00Z, true", "2026-11-28T00:00:00Z, true",
			"2026-11-28T05:59:59Z, true", "2026-11-28T06:00:00Z, false", "2026-11-28T22:00:00Z, false",
			"2026-11-27T05:00:00Z, false" })
	void aWindowOverMidnightBelongsToTheDayOnWhichItStarts(Instant at, boolean inside) {
		PriceWindow window = new PriceWindow(Set.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), LocalTime.of(6, 0),
				ZoneOffset.UTC);
		assertThat(window.contains(at)).isEqualTo(inside);
	}

	@ParameterizedTest
	@CsvSource({ "2026-11-26T23:59:59Z, false", "2026-11-27T00:00:00Z, true", "2026-11-27T23:59:59Z, true",
			"2026-11-28T00:00:00Z, false" })
	void aWindowThatEndsWhereItStartsLastsADay(Instant at, boolean inside) {
		PriceWindow window = new PriceWindow(Set.of(DayOfWeek.FRIDAY), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT,
				ZoneOffset.UTC);
		assertThat(window.contains(at)).isEqualTo(inside);
	}

	@Test
	void needsADay() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PriceWindow(Set.of(), LocalTime.NOON, LocalTime.MIDNIGHT, ZoneOffset.UTC));
	}

	@Test
	void readsTheClockOnTheWallOfItsZone() {
		Random random = new Random(1);
		List<ZoneId> zones = List.of(ZoneId.of("Asia/Shanghai"), ZoneId.of("Europe/Berlin"),
				ZoneId.of("America/New_York"), ZoneId.of("Asia/Kathmandu"));
		for (int i = 0; i < 20_000; i++) {
			ZoneId zone = zones.get(random.nextInt(zones.size()));
			EnumSet<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)),
					DayOfWeek.of(1 + random.nextInt(7)));
			int from = random.nextInt(86_000);
			int to = from + 1 + random.nextInt(86_399 - from);
			PriceWindow window = new PriceWindow(days, LocalTime.ofSecondOfDay(from), LocalTime.ofSecondOfDay(to),
					zone);
			Instant at = Instant.ofEpochSecond(-1_000_000_000L + random.nextLong(4_000_000_000L));
			ZonedDateTime wall = at.atZone(zone);
			boolean inside = days.contains(wall.getDayOfWeek()) && !wall.toLocalTime().isBefore(window.start())
					&& wall.toLocalTime().isBefore(window.end());
			assertThat(window.contains(at)).as(window + " at " + at).isEqualTo(inside);
		}
	}

}
