package io.harborai.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When budgets start anew, by the calendars of this world.
 */
class BudgetWindowTests {

	@ParameterizedTest
	@CsvSource({
			// Plain ones.
			"HOUR, UTC, 2026-03-05T10:59:59Z, 2026-03-05T10:00:00Z, 2026-03-05T11:00:00Z",
			"HOUR, UTC, 2026-03-05T11:00:00Z, 2026-03-05T11:00:00Z, 2026-03-05T12:00:00Z",
			"HOUR, Asia/Kolkata, 2026-03-05T10:10:00Z, 2026-03-05T09:30:00Z, 2026-03-05T10:30:00Z",
			"DAY, UTC, 2026-12-31T23:59:59Z, 2026-12-31T00:00:00Z, 2027-01-01T00:00:00Z",
			"DAY, Asia/Shanghai, 2026-03-05T15:59:59Z, 2026-03-04T16:00:00Z, 2026-03-05T16:00:00Z",
			"DAY, Asia/Shanghai, 2026-03-05T16:00:00Z, 2026-03-05T16:00:00Z, 2026-03-06T16:00:00Z",
			"MONTH, UTC, 2026-02-28T23:59:59Z, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
			"MONTH, UTC, 2028-02-29T12:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
			"MONTH, Asia/Shanghai, 2026-12-31T16:00:00Z, 2026-12-31T16:00:00Z, 2027-01-31T16:00:00Z",
			"MONTH, America/Los_Angeles, 2026-08-01T06:59:59Z, 2026-07-01T07:00:00Z, 2026-08-01T07:00:00Z",
			// A day of 23 hours and one of 25.
			"DAY, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
			"DAY, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
			// A month with a change in it.
			"MONTH, Europe/Berlin, 2026-10-15T12:00:00Z, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
			// The hour that comes twice is two.
			"HOUR, Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z",
			"HOUR, Europe/Berlin, 2026-10-25T01:30:00Z, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z",
			// The hour that doesn't come.
			"HOUR, Europe/Berlin, 2026-03-29T01:00:00Z, 2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z",
			// Midnight doesn't come in Beirut.
			"DAY, Asia/Beirut, 2026-03-29T12:00:00Z, 2026-03-28T22:00:00Z, 2026-03-29T21:00:00Z" })
	void windows(BudgetWindow window, String zone, Instant at, Instant start, Instant end) {
		assertThat(window.at(at, ZoneId.of(zone))).isEqualTo(new BudgetWindow.Span(start, end));
	}

	@ParameterizedTest
	@CsvSource({ "HOUR, Australia/Lord_Howe", "HOUR, Europe/Berlin", "HOUR, America/Sao_Paulo", "DAY, Europe/Berlin",
			"DAY, Asia/Beirut", "DAY, Australia/Lord_Howe", "MONTH, America/New_York", "DAY, America/Havana",
			"HOUR, UTC" })
	void everyMomentLiesInOneWindowAndTheNextFollowsAtOnce(BudgetWindow window, String zone) {
		ZoneId zoneId = ZoneId.of(zone);
		Instant at = Instant.parse("2026-01-01T00:07:00Z");
		BudgetWindow.Span span = window.at(at, zoneId);
		while (at.isBefore(Instant.parse("2027-01-01T00:00:00Z"))) {
			assertThat(span.contains(at)).isTrue();
			assertThat(window.at(at, zoneId)).isEqualTo(span);
			assertThat(window.at(span.end().minusNanos(1), zoneId)).isEqualTo(span);
			BudgetWindow.Span next = window.at(span.end(), zoneId);
			assertThat(next.start()).isEqualTo(span.end());
			at = next.start().plus(Duration.between(next.start(), next.end()).dividedBy(3));
			span = next;
		}
	}

	@Test
	void aChangeOfHalfAnHourBeginsAWindowOfItsOwn() {
		ZoneId zone = ZoneId.of("Australia/Lord_Howe");
		Instant change = Instant.parse("2026-04-04T15:00:00Z");
		assertThat(BudgetWindow.HOUR.at(change.minusNanos(1), zone).end()).isEqualTo(change);
		assertThat(BudgetWindow.HOUR.at(change, zone))
			.isEqualTo(new BudgetWindow.Span(change, change.plus(Duration.ofMinutes(30))));
	}

}
