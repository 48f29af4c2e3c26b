package io.harborai.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The time after which a budget starts anew, by the calendar of a time zone.
 */
public enum BudgetWindow {

	/** From one full hour to the next. */
	HOUR,

	/** From midnight to midnight, however long the day is. */
	DAY,

	/** From the first of a month to the first of the next. */
	MONTH;

	private static final long HOUR_SECONDS = Duration.ofHours(1).toSeconds();

	/**
	 * The window that a moment lies in.
	 * @param at the moment
	 * @param zone whose calendar counts
	 * @return its start, included, and its end, excluded
	 */
	public Span at(Instant at, ZoneId zone) {
		if (this == HOUR) {
			return hour(at, zone.getRules());
		}
		LocalDate day = at.atZone(zone).toLocalDate();
		LocalDate first = (this == DAY) ? day : day.withDayOfMonth(1);
		LocalDate next = (this == DAY) ? first.plusDays(1) : first.plusMonths(1);
		return new Span(first.atStartOfDay(zone).toInstant(), next.atStartOfDay(zone).toInstant());
	}

	/**
	 * Where clocks are changed by less than an hour, the change begins a window of its
	 * own.
	 */
	private static Span hour(Instant at, ZoneRules rules) {
		ZoneOffset offset = rules.getOffset(at);
		long local = at.getEpochSecond() + offset.getTotalSeconds();
		Instant start = Instant
			.ofEpochSecond(Math.floorDiv(local, HOUR_SECONDS) * HOUR_SECONDS - offset.getTotalSeconds());
		Instant end = start.plusSeconds(HOUR_SECONDS);
		ZoneOffsetTransition before = rules.previousTransition(at.plusNanos(1));
		ZoneOffsetTransition after = rules.nextTransition(at);
		if (before != null && before.getInstant().isAfter(start)) {
			start = before.getInstant();
		}
		if (after != null && after.getInstant().isBefore(end)) {
			end = after.getInstant();
		}
		return new Span(start, end);
	}

	/**
	 * A window of time.
	 *
	 * @param start when it starts
	 * @param end when it has ended
	 */
	public record Span(Instant start, Instant end) {

		/**
		 * Whether a moment lies in it.
		 * @param at the moment
		 * @return whether it does
		 */
		public boolean contains(Instant at) {
			return !at.isBefore(this.start) && at.isBefore(this.end);
		}

	}

}
