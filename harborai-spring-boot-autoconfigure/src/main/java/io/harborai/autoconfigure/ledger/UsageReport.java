package io.harborai.autoconfigure.ledger;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * What was used in some days.
 *
 * @param by what the sums are about: {@code day}, {@code provider}, {@code model} or
 * {@code tag:} and a name
 * @param from the first day
 * @param to the last day
 * @param timeZone whose days they are
 * @param sums the sums, days in their order, all else with the most tokens first
 * @param truncated whether there are more than are shown
 */
public record UsageReport(String by, LocalDate from, LocalDate to, ZoneId timeZone, List<UsageSum> sums,
		boolean truncated) {

	public UsageReport {
		sums = List.copyOf(sums);
	}

}
