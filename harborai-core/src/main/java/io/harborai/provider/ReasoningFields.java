package io.harborai.provider;

import java.util.LinkedHashMap;
import java.util.Map;

import io.harborai.chat.Reasoning;
import io.harborai.chat.Reasoning.Mode;
import org.jspecify.annotations.Nullable;

/**
 * The spellings of reasoning that several vendors share. Each returns top-level fields of
 * the request; null reasoning gives none.
 */
public final class ReasoningFields {

	private ReasoningFields() {
	}

	/**
	 * {@code reasoning_effort}, with {@code none} for off.
	 * @param reasoning the setting
	 * @return the fields
	 */
	public static Map<String, Object> effort(@Nullable Reasoning reasoning) {
		if (reasoning == null) {
			return Map.of();
		}
		if (reasoning.mode() == Mode.OFF) {
			return Map.of("reasoning_effort", "none");
		}
		return (reasoning.effort() != null) ? Map.of("reasoning_effort", reasoning.effort()) : Map.of();
	}

	/**
	 * {@code thinking: {type: enabled | disabled}}; auto is left to the vendor.
	 * @param reasoning the setting
	 * @return the fields
	 */
	public static Map<String, Object> thinking(@Nullable Reasoning reasoning) {
		if (reasoning == null || reasoning.mode() == Mode.AUTO) {
			return Map.of();
		}
		return Map.of("thinking", Map.of("type", (reasoning.mode() == Mode.ON) ? "enabled" : "disabled"));
	}

	/**
	 * {@code enable_thinking} and {@code thinking_budget}; auto is left to the vendor.
	 * @param reasoning the setting
	 * @return the fields
	 */
	public static Map<String, Object> enableThinking(@Nullable Reasoning reasoning) {
		if (reasoning == null || reasoning.mode() == Mode.AUTO) {
			return Map.of();
		}
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("enable_thinking", reasoning.mode() == Mode.ON);
		if (reasoning.budgetTokens() != null) {
			fields.put("thinking_budget", reasoning.budgetTokens());
		}
		return fields;
	}

	/**
	 * What of a reasoning setting a vendor's spelling left out.
	 * @param reasoning the setting
	 * @param fields what it was spelled as, among the vendor's other fields
	 * @return {@code reasoning}, {@code reasoning.effort} or {@code reasoning.budget};
	 * null if nothing was left out
	 */
	static @Nullable String omitted(@Nullable Reasoning reasoning, Map<String, Object> fields) {
		if (reasoning == null || reasoning.mode() == Mode.AUTO) {
			return null;
		}
		if (reasoning.effort() != null) {
			return says(fields, "effort") ? null : says(fields, "think") ? "reasoning.effort" : "reasoning";
		}
		if (reasoning.budgetTokens() != null) {
			return (says(fields, "budget") || says(fields, "max_tokens")) ? null
					: says(fields, "think") ? "reasoning.budget" : "reasoning";
		}
		// On is what the vendors do that have no word for it.
		return (reasoning.mode() == Mode.ON || says(fields, "think") || says(fields, "effort")
				|| says(fields, "enabled")) ? null : "reasoning";
	}

	private static boolean says(Map<?, ?> fields, String word) {
		return fields.entrySet()
			.stream()
			.anyMatch((field) -> String.valueOf(field.getKey()).contains(word)
					|| (field.getValue() instanceof Map<?, ?> nested && says(nested, word)));
	}

}
