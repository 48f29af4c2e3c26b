package io.harborai.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * The hours of the day, on certain days of the week, in which a price holds. Public
 * holidays are not known here: a window goes by weekday alone, so a vendor that treats a
 * holiday as off-peak bills less on it than is estimated.
 *
 * @param days the days on which the window starts, never empty
 * @param start the first moment inside
 * @param end the first moment outside; a window whose end is not after its start runs on
 * into the next day, one whose end equals its start lasts a whole day
 * @param zone the zone in which days and hours are read
 */
public record PriceWindow(Set<DayOfWeek> days, LocalTime start, LocalTime end, ZoneId zone) {

	private static final int SECONDS_PER_DAY = 86_400;

	public PriceWindow {
		if (days.isEmpty()) {
			throw new IllegalArgumentException("A price window needs at least one day of the week");
		}
		days = Collections.unmodifiableSet(EnumSet.copyOf(days));
		Objects.requireNonNull(start, "start");
		Objects.requireNonNull(end, "end");
		Objects.requireNonNull(zone, "zone");
	}

	/**
	 * Whether a moment is inside. Whole seconds count. Allocates nothing in a zone
	 * without daylight saving.
	 * @param at the moment
	 * @return whether it is inside
	 */
	public boolean contains(Instant at) {
		long local = at.getEpochSecond() + this.zone.getRules().getOffset(at).getTotalSeconds();
		int second = (int) Math.floorMod(local, (long) SECONDS_PER_DAY);
		// 1970-01-01 was a Thursday.
		DayOfWeek today = DayOfWeek.THURSDAY.plus(Math.floorDiv(local, (long) SECONDS_PER_DAY));
		int from = this.start.toSecondOfDay();
		int to = this.end.toSecondOfDay();
		if (from < to) {
			return second >= from && second < to && this.days.contains(today);
		}
		return (second >= from) ? this.days.contains(today) : second < to && this.days.contains(today.minus(1));
	}

}
