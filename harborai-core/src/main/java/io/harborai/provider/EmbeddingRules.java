package io.harborai.provider;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a vendor takes in one request for embeddings. Immutable; start from
 * {@link #upTo(int)}.
 *
 * @param maxInputs how many inputs
 * @param maxInputsOf the same of models whose name begins with this, where it differs
 * @param maxTokens how many tokens in all inputs together, by our estimate;
 * {@link Long#MAX_VALUE} if the vendor sets no such limit
 * @param multimodalPath where inputs of several parts go, each alone, below the base URL;
 * null if the vendor takes texts only
 * @param multimodalModels a part of the name of models that take even a text only there;
 * null for none
 * @param base64 whether vectors can be had in base64
 */
public record EmbeddingRules(int maxInputs, Map<String, Integer> maxInputsOf, long maxTokens,
		@Nullable String multimodalPath, @Nullable String multimodalModels, boolean base64) {

	/**
	 * OpenAI's: 2048 inputs, 300 000 tokens (its API reference, embeddings, 2026). An
	 * estimate may be too low, so that a third of it is left.
	 */
	public static final EmbeddingRules OPENAI = upTo(2048).tokens(200_000);

	public EmbeddingRules {
		maxInputsOf = Map.copyOf(maxInputsOf);
	}

	/**
	 * A number of texts.
	 * @param maxInputs the number
	 * @return the rules
	 */
	public static EmbeddingRules upTo(int maxInputs) {
		return new EmbeddingRules(maxInputs, Map.of(), Long.MAX_VALUE, null, null, true);
	}

	/**
	 * Another number for some models.
	 * @param prefix how their names begin
	 * @param maxInputs the number
	 * @return new rules
	 */
	public EmbeddingRules upToOf(String prefix, int maxInputs) {
		Map<String, Integer> all = new LinkedHashMap<>(this.maxInputsOf);
		all.put(prefix, maxInputs);
		return new EmbeddingRules(this.maxInputs, all, this.maxTokens, this.multimodalPath, this.multimodalModels,
				this.base64);
	}

	/**
	 * A limit of tokens.
	 * @param maxTokens the tokens of all inputs of a request
	 * @return new rules
	 */
	public EmbeddingRules tokens(long maxTokens) {
		return new EmbeddingRules(this.maxInputs, this.maxInputsOf, maxTokens, this.multimodalPath,
				this.multimodalModels, this.base64);
	}

	/**
	 * A path for inputs of several parts.
	 * @param path the path below the base URL
	 * @param models a part of the name of models that take even a text only there
	 * @return new rules
	 */
	public EmbeddingRules multimodal(String path, String models) {
		return new EmbeddingRules(this.maxInputs, this.maxInputsOf, this.maxTokens, path, models, this.base64);
	}

	/**
	 * Vectors as decimal numbers only.
	 * @return new rules
	 */
	public EmbeddingRules floatOnly() {
		return new EmbeddingRules(this.maxInputs, this.maxInputsOf, this.maxTokens, this.multimodalPath,
				this.multimodalModels, false);
	}

	/**
	 * How many inputs a model takes in one request.
	 * @param model the model's id
	 * @return the number
	 */
	int maxInputs(String model) {
		for (Map.Entry<String, Integer> entry : this.maxInputsOf.entrySet()) {
			if (model.startsWith(entry.getKey())) {
				return entry.getValue();
			}
		}
		return this.maxInputs;
	}

	/**
	 * Whether a model takes even a text only where inputs of several parts go.
	 * @param model the model's id
	 * @return whether it does
	 */
	boolean isMultimodal(String model) {
		return this.multimodalModels != null && model.contains(this.multimodalModels);
	}

}
