package io.harborai.autoconfigure;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;

import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import io.harborai.model.PriceWindow;
import io.harborai.model.TokenRange;
import org.jspecify.annotations.Nullable;

/**
 * Turns the properties of a provider's models into what core understands.
 */
final class ModelMapper {

	private ModelMapper() {
	}

	/**
	 * Translate a model.
	 * @param path the full path of the model's properties
	 * @param provider the provider's name
	 * @param vendor the vendor's name
	 * @param properties the properties
	 * @return the model
	 * @throws InvalidPropertyException if a value can't work
	 */
	static ModelInfo map(String path, String provider, String vendor, ModelProperties properties) {
		String id = PropertyText.read(path + ".id", properties.getId());
		if (id == null) {
			throw new InvalidPropertyException(path + ".id", "is missing",
					"Set it to the name that the vendor knows the model by.");
		}
		List<PriceRow> prices = new ArrayList<>();
		for (int i = 0; i < properties.getPrices().size(); i++) {
			prices.add(price(path + ".prices[" + i + "]", properties.getPrices().get(i)));
		}
		return ModelInfo.builder(vendor, id)
			.provider(provider)
			.alias(PropertyText.read(path + ".alias", properties.getAlias()))
			.displayName(PropertyText.read(path + ".display-name", properties.getDisplayName()))
			.contextWindow(tokens(path + ".context-window", properties.getContextWindow()))
			.maxInput(tokens(path + ".max-input", properties.getMaxInput()))
			.maxOutput(tokens(path + ".max-output", properties.getMaxOutput()))
			.capabilities(properties.getCapabilities())
			.prices(prices)
			.build();
	}

	private static @Nullable Integer tokens(String path, @Nullable Integer tokens) {
		if (tokens != null && tokens < 1) {
			throw new InvalidPropertyException(path, "must be at least 1, not " + tokens,
					"Leave it out if it is unknown.");
		}
		return tokens;
	}

	private static PriceRow price(String path, ModelProperties.Price price) {
		Currency currency = require(path + ".currency", price.getCurrency(), "an ISO code such as CNY or USD");
		BigDecimal input = require(path + ".input", price.getInput(), "the price of a million input tokens");
		BigDecimal output = require(path + ".output", price.getOutput(), "the price of a million output tokens");
		List<PriceWindow> windows = windows(path, price.getWindows());
		try {
			return PriceRow.builder(currency, input, output)
				.cachedInput(price.getCachedInput())
				.reasoningOutput(price.getReasoningOutput())
				.inputTokens(range(price.getInputOver(), price.getInputUpTo()))
				.outputTokens(range(price.getOutputOver(), price.getOutputUpTo()))
				.windows(windows)
				.effectiveFrom(price.getEffectiveFrom())
				.effectiveUntil(price.getEffectiveUntil())
				.build();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPropertyException(path, "can't work: " + ex.getMessage(), "Correct the row.", ex);
		}
	}

	private static List<PriceWindow> windows(String path, List<ModelProperties.Window> properties) {
		List<PriceWindow> windows = new ArrayList<>();
		for (int i = 0; i < properties.size(); i++) {
			ModelProperties.Window window = properties.get(i);
			String place = path + ".windows[" + i + "]";
			windows.add(new PriceWindow(window.getDays().isEmpty() ? EnumSet.allOf(DayOfWeek.class) : window.getDays(),
					require(place + ".from", window.getFrom(), "the first moment inside, such as 08:30"),
					require(place + ".to", window.getTo(), "the first moment outside, such as 00:30"),
					require(place + ".zone", window.getZone(), "the time zone of the hours, such as Asia/Shanghai")));
		}
		return windows;
	}

	private static <T> T require(String path, @Nullable T value, String what) {
		if (value == null) {
			throw new InvalidPropertyException(path, "is missing", "Set it to " + what + ".");
		}
		return value;
	}

	private static TokenRange range(@Nullable Long over, @Nullable Long upTo) {
		return new TokenRange((over != null) ? over : 0, (upTo != null) ? upTo : Long.MAX_VALUE);
	}

}
