package io.harborai.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;

import io.harborai.model.PriceRow;
import io.harborai.model.PriceWindow;
import io.harborai.model.TokenRange;
import org.jspecify.annotations.Nullable;

/**
 * Parses the price rows of one vendor's models.
 */
final class PriceParser {

	private final CatalogCursor cursor;

	private final Map<String, String> sources;

	private final Map<String, List<PriceWindow>> windows;

	private @Nullable Currency currency;

	private @Nullable String source;

	PriceParser(CatalogCursor cursor, Map<String, String> sources, Map<String, List<PriceWindow>> windows) {
		this.cursor = cursor;
		this.sources = sources;
		this.windows = windows;
	}

	void defaultCurrency(Currency currency) {
		this.currency = currency;
	}

	void defaultSource(String key) {
		this.source = look(this.sources, key, "sources");
	}

	List<PriceRow> rows() {
		List<PriceRow> rows = new ArrayList<>();
		this.cursor.array(() -> rows.add(new Row(this.currency, this.source).read()));
		return rows;
	}

	private static <T> T look(Map<String, T> table, String key, String tableName) {
		T value = table.get(key);
		if (value == null) {
			throw new IllegalArgumentException("'" + key + "' is not among the '" + tableName + "'");
		}
		return value;
	}

	private static <T> T require(@Nullable T value, String field) {
		if (value == null) {
			throw new IllegalArgumentException("a price row has no '" + field + "'");
		}
		return value;
	}

	/**
	 * One row while its fields come in.
	 */
	private final class Row {

		private @Nullable Currency currency;

		private @Nullable String source;

		private @Nullable BigDecimal in;

		private @Nullable BigDecimal cached;

		private @Nullable BigDecimal out;

		private @Nullable BigDecimal thinkingOut;

		private long inOver;

		private long inUpTo = Long.MAX_VALUE;

		private long outOver;

		private long outUpTo = Long.MAX_VALUE;

		private List<PriceWindow> windows = List.of();

		private @Nullable Instant from;

		private @Nullable Instant until;

		Row(@Nullable Currency currency, @Nullable String source) {
			this.currency = currency;
			this.source = source;
		}

		PriceRow read() {
			PriceParser.this.cursor.object(this::field);
			return PriceRow
				.builder(require(this.currency, "currency"), require(this.in, "in"), require(this.out, "out"))
				.cachedInput(this.cached)
				.reasoningOutput(this.thinkingOut)
				.inputTokens(new TokenRange(this.inOver, this.inUpTo))
				.outputTokens(new TokenRange(this.outOver, this.outUpTo))
				.windows(this.windows)
				.effectiveFrom(this.from)
				.effectiveUntil(this.until)
				.source(require(this.source, "source"))
				.build();
		}

		private void field(String field) {
			CatalogCursor cursor = PriceParser.this.cursor;
			switch (field) {
				case "in" -> this.in = cursor.price();
				case "cached" -> this.cached = cursor.price();
				case "out" -> this.out = cursor.price();
				case "thinkingOut" -> this.thinkingOut = cursor.price();
				case "inOver" -> this.inOver = cursor.tokens();
				case "inUpTo" -> this.inUpTo = cursor.tokens();
				case "outOver" -> this.outOver = cursor.tokens();
				case "outUpTo" -> this.outUpTo = cursor.tokens();
				case "windows" -> this.windows = look(PriceParser.this.windows, cursor.string(), "windows");
				case "from" -> this.from = cursor.moment();
				case "until" -> this.until = cursor.moment();
				case "currency" -> this.currency = cursor.currency();
				case "source" -> this.source = look(PriceParser.this.sources, cursor.string(), "sources");
				default -> throw CatalogParser.unknown(field);
			}
		}

	}

}
