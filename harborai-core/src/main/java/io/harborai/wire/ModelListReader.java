package io.harborai.wire;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to {@code GET /models} of all vendors, leniently. Immutable and
 * thread-safe.
 */
public final class ModelListReader {

	/** What Ark says of models that it no longer serves. */
	private static final String SHUT_DOWN = "Shutdown";

	private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

	/** Longer numbers are no prices. */
	private static final int MAX_SCALE = 30;

	private final String vendor;

	private final @Nullable Currency currency;

	private final int tokensPerPrice;

	/**
	 * Create a reader for a list without prices.
	 * @param vendor the vendor's name
	 */
	public ModelListReader(String vendor) {
		this(vendor, null, 1);
	}

	/**
	 * Create a reader.
	 * @param vendor the vendor's name
	 * @param currency the currency of the prices in the list, null to ignore them
	 * @param tokensPerPrice how many tokens a price in the list is for: 1000 with
	 * Qianfan, 1 with OpenRouter
	 */
	public ModelListReader(String vendor, @Nullable Currency currency, int tokensPerPrice) {
		this.vendor = vendor;
		this.currency = currency;
		this.tokensPerPrice = tokensPerPrice;
	}

	/**
	 * Read the list.
	 * @param bytes holds the body
	 * @param offset where it starts
	 * @param length how long it is
	 * @return the models in the vendor's order, those that it has shut down left out;
	 * their provider is called like their vendor
	 * @throws VendorErrorException if the body is an error
	 * @throws UnreadableAnswerException if the body isn't a list of models
	 */
	public List<ModelInfo> read(byte[] bytes, int offset, int length) {
		Object body = PlainJson.read(bytes, offset, length);
		List<?> items = items(body);
		if (items == null) {
			ErrorBody error = ErrorBodyReader.find(body);
			if (error != null) {
				throw new VendorErrorException(error);
			}
			throw new UnreadableAnswerException("it isn't a list of models");
		}
		Map<String, ModelInfo> models = new LinkedHashMap<>();
		for (Object item : items) {
			ModelInfo model = model(item);
			if (model != null) {
				models.putIfAbsent(model.id(), model);
			}
		}
		return List.copyOf(models.values());
	}

	private static @Nullable List<?> items(@Nullable Object body) {
		if (body instanceof List<?> list) {
			return list;
		}
		if (body instanceof Map<?, ?> map) {
			Object items = (map.get("data") != null) ? map.get("data") : map.get("models");
			return (items instanceof List<?> list) ? list : null;
		}
		return null;
	}

	private @Nullable ModelInfo model(@Nullable Object item) {
		if (item instanceof String id) {
			return id.isBlank() ? null : ModelInfo.builder(this.vendor, id).build();
		}
		if (!(item instanceof Map<?, ?> map)) {
			return null;
		}
		String id = PlainJson.text(map, "id", "model", "name");
		String status = PlainJson.text(map, "status");
		if (id == null || (status != null && status.equalsIgnoreCase(SHUT_DOWN))) {
			return null;
		}
		String name = PlainJson.text(map, "display_name", "name");
		Map<?, ?> limits = PlainJson.object(map, "token_limits");
		Map<?, ?> topProvider = PlainJson.object(map, "top_provider");
		ModelInfo.Builder model = ModelInfo.builder(this.vendor, id)
			.displayName(id.equals(name) ? null : name)
			.contextWindow(
					tokens(map, limits, "context_length", "context_window", "max_model_len", "max_context_length"))
			.maxInput(tokens(map, limits, "max_input_tokens", "max_input_token_length"))
			// Qianfan spells it "max_completions_tokens".
			.maxOutput(
					tokens(map, topProvider, "max_completions_tokens", "max_completion_tokens", "max_output_tokens"));
		PriceRow price = price(PlainJson.object(map, "pricing"));
		if (price != null) {
			model.prices(List.of(price));
		}
		return model.build();
	}

	private static @Nullable Integer tokens(Map<?, ?> map, Map<?, ?> inner, String... names) {
		for (Map<?, ?> candidate : List.of(map, inner)) {
			for (String name : names) {
				Integer tokens = PlainJson.number(candidate, name);
				if (tokens != null && tokens > 0) {
					return tokens;
				}
			}
		}
		return null;
	}

	private @Nullable PriceRow price(Map<?, ?> pricing) {
		BigDecimal input = perMillion(PlainJson.text(pricing, "prompt"));
		BigDecimal output = perMillion(PlainJson.text(pricing, "completion"));
		if (this.currency == null || input == null || output == null) {
			return null;
		}
		return PriceRow.builder(this.currency, input, output)
			.cachedInput(perMillion(PlainJson.text(pricing, "input_cache_read")))
			.source("model list")
			.build();
	}

	private @Nullable BigDecimal perMillion(@Nullable String price) {
		if (price == null) {
			return null;
		}
		try {
			BigDecimal number = new BigDecimal(price.trim());
			// OpenRouter says -1 where the price depends.
			return (number.signum() < 0 || number.scale() > MAX_SCALE || number.precision() > MAX_SCALE) ? null
					: number.multiply(MILLION).divide(BigDecimal.valueOf(this.tokensPerPrice), MathContext.DECIMAL64);
		}
		catch (NumberFormatException ex) {
			// No number, no price: what is unknown is never a guess.
			return null;
		}
	}

}
