package io.harborai.chat;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How much the model is to think before it answers. Each vendor spells this its own way;
 * the provider's dialect translates.
 *
 * @param mode whether to think
 * @param effort how hard, in the vendor's words or one of the constants here; null for
 * the vendor's default
 * @param budgetTokens how many tokens the thinking may take; null for the vendor's
 * default
 */
public record Reasoning(Mode mode, @Nullable String effort, @Nullable Integer budgetTokens) {

	/** Little thinking. */
	public static final String LOW = "low";

	/** Some thinking. */
	public static final String MEDIUM = "medium";

	/** Much thinking. */
	public static final String HIGH = "high";

	public Reasoning {
		if (mode == Mode.OFF && (effort != null || budgetTokens != null)) {
			throw new IllegalArgumentException("Reasoning that is off has neither effort nor budget");
		}
		if (budgetTokens != null && budgetTokens < 1) {
			throw new IllegalArgumentException("A reasoning budget is at least 1 token, not " + budgetTokens);
		}
		effort = (effort != null) ? effort.toLowerCase(Locale.ROOT) : null;
	}

	/**
	 * No thinking.
	 * @return the setting
	 */
	public static Reasoning off() {
		return new Reasoning(Mode.OFF, null, null);
	}

	/**
	 * Thinking.
	 * @return the setting
	 */
	public static Reasoning on() {
		return new Reasoning(Mode.ON, null, null);
	}

	/**
	 * The model decides, where it can; else the vendor's default.
	 * @return the setting
	 */
	public static Reasoning auto() {
		return new Reasoning(Mode.AUTO, null, null);
	}

	/**
	 * Thinking of a given effort.
	 * @param effort for example {@link #LOW} or {@link #HIGH}
	 * @return the setting
	 */
	public static Reasoning effort(String effort) {
		return new Reasoning(Mode.ON, effort, null);
	}

	/**
	 * Thinking within a budget.
	 * @param tokens how many tokens the thinking may take
	 * @return the setting
	 */
	public static Reasoning budget(int tokens) {
		return new Reasoning(Mode.ON, null, tokens);
	}

	/**
	 * Whether to think.
	 */
	public enum Mode {

		/** No. */
		OFF,

		/** Yes. */
		ON,

		/** As the model sees fit. */
		AUTO

	}

}
