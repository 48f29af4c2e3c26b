package io.harborai.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The order in which price rows are tried, so that the first row that applies is the one
 * that counts.
 */
final class PriceOrder {

	private PriceOrder() {
	}

	static List<PriceRow> sort(List<PriceRow> rows) {
		if (rows.size() < 2) {
			return List.copyOf(rows);
		}
		List<Currency> currencies = rows.stream().map(PriceRow::currency).distinct().toList();
		List<PriceRow> sorted = new ArrayList<>(rows);
		sorted.sort(Comparator.<PriceRow>comparingInt((row) -> currencies.indexOf(row.currency()))
			.thenComparing((row) -> row.windows().isEmpty())
			.thenComparing((row) -> start(row.effectiveFrom()), Comparator.reverseOrder()));
		return List.copyOf(sorted);
	}

	private static Instant start(@Nullable Instant effectiveFrom) {
		return (effectiveFrom != null) ? effectiveFrom : Instant.MIN;
	}

}
