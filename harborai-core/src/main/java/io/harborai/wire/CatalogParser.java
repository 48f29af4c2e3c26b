package io.harborai.wire;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.harborai.model.Capability;
import io.harborai.model.Lifecycle;
import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import io.harborai.model.PriceWindow;
import org.jspecify.annotations.Nullable;

/**
 * Parses one catalog. Serves once.
 */
final class CatalogParser {

	private static final int VERSION = 1;

	private final CatalogCursor cursor;

	private final Map<String, String> sources = new HashMap<>();

	private final Map<String, List<PriceWindow>> windows = new HashMap<>();

	private final List<ModelInfo> models = new ArrayList<>();

	CatalogParser(CatalogCursor cursor) {
		this.cursor = cursor;
	}

	List<ModelInfo> parse() {
		this.cursor.next();
		this.cursor.object((field) -> {
			switch (field) {
				case "comment", "asOf" -> this.cursor.skip();
				case "version" -> requireVersion(this.cursor.tokens());
				case "sources" -> this.cursor.object((key) -> this.sources.put(key, this.cursor.string()));
				case "windows" -> this.cursor.object((key) -> this.windows.put(key, windows()));
				case "vendors" -> this.cursor.object(this::vendor);
				default -> throw unknown(field);
			}
		});
		return this.models;
	}

	private static void requireVersion(int version) {
		if (version != VERSION) {
			throw new IllegalArgumentException("version " + version + " of the format is not known, only " + VERSION);
		}
	}

	static IllegalArgumentException unknown(String field) {
		return new IllegalArgumentException("the field '" + field + "' is not known");
	}

	private List<PriceWindow> windows() {
		Set<DayOfWeek> days = new TreeSet<>();
		List<String> hours = new ArrayList<>();
		String[] zone = { "UTC" };
		this.cursor.object((field) -> {
			switch (field) {
				case "zone" -> zone[0] = this.cursor.string();
				case "days" -> this.cursor.strings().forEach((day) -> days.add(DayOfWeek.valueOf(day)));
				case "hours" -> hours.addAll(this.cursor.strings());
				default -> throw unknown(field);
			}
		});
		return hours.stream().map((span) -> window(days, span, ZoneId.of(zone[0]))).toList();
	}

	private static PriceWindow window(Set<DayOfWeek> days, String span, ZoneId zone) {
		int dash = span.indexOf('-');
		if (dash < 0) {
			throw new IllegalArgumentException("hours are written like 09:00-12:00, not '" + span + "'");
		}
		return new PriceWindow(days, LocalTime.parse(span.substring(0, dash)),
				LocalTime.parse(span.substring(dash + 1)), zone);
	}

	private void vendor(String vendor) {
		PriceParser prices = new PriceParser(this.cursor, this.sources, this.windows);
		this.cursor.object((field) -> {
			switch (field) {
				case "currency" -> prices.defaultCurrency(this.cursor.currency());
				case "source" -> prices.defaultSource(this.cursor.string());
				case "models" -> this.cursor.array(() -> new ModelEntry(prices).read(vendor));
				default -> throw unknown(field);
			}
		});
	}

	/**
	 * One entry of a vendor's list, which may go by several names.
	 */
	private final class ModelEntry {

		private final PriceParser priceParser;

		private List<String> ids = List.of();

		private @Nullable String name;

		private @Nullable Integer context;

		private @Nullable Integer maxIn;

		private @Nullable Integer maxOut;

		private List<Capability> can = List.of();

		private List<PriceRow> prices = List.of();

		private Lifecycle.Status status = Lifecycle.Status.ACTIVE;

		private @Nullable Instant retired;

		private @Nullable String successor;

		private Lifecycle.@Nullable ReasoningDefault reasoning;

		ModelEntry(PriceParser priceParser) {
			this.priceParser = priceParser;
		}

		void read(String vendor) {
			CatalogParser.this.cursor.object(this::field);
			if (this.ids.isEmpty()) {
				throw new IllegalArgumentException("a model of '" + vendor + "' has no 'id'");
			}
			Lifecycle lifecycle = new Lifecycle(this.status, this.retired, this.successor, this.reasoning);
			for (String id : this.ids) {
				CatalogParser.this.models.add(ModelInfo.builder(vendor, id)
					.displayName(this.name)
					.contextWindow(this.context)
					.maxInput(this.maxIn)
					.maxOutput(this.maxOut)
					.capabilities(this.can)
					.lifecycle(lifecycle)
					.prices(this.prices)
					.build());
			}
		}

		private void field(String field) {
			CatalogCursor cursor = CatalogParser.this.cursor;
			switch (field) {
				case "id" -> this.ids = cursor.stringOrStrings();
				case "name" -> this.name = cursor.string();
				case "note" -> cursor.skip();
				case "context" -> this.context = cursor.tokens();
				case "maxIn" -> this.maxIn = cursor.tokens();
				case "maxOut" -> this.maxOut = cursor.tokens();
				case "can" -> this.can = cursor.strings().stream().map(this::capability).toList();
				case "prices" -> this.prices = this.priceParser.rows();
				case "status" -> this.status = Lifecycle.Status.valueOf(constant(cursor.string()));
				case "retired" -> this.retired = cursor.moment();
				case "successor" -> this.successor = cursor.string();
				case "reasoning" -> this.reasoning = Lifecycle.ReasoningDefault.valueOf(constant(cursor.string()));
				default -> throw unknown(field);
			}
		}

		private Capability capability(String word) {
			return Capability.valueOf(constant(word));
		}

		private static String constant(String word) {
			return word.toUpperCase(Locale.ROOT).replace('-', '_');
		}

	}

}
