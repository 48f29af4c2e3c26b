package io.harborai.chat;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Whether the model may, must or must not call tools.
 *
 * @param mode the mode
 * @param functionName the one function that must be called; only with
 * {@link Mode#FUNCTION}
 */
public record ToolChoice(Mode mode, @Nullable String functionName) {

	/** The model decides. */
	public static final ToolChoice AUTO = new ToolChoice(Mode.AUTO, null);

	/** The model calls no tool. */
	public static final ToolChoice NONE = new ToolChoice(Mode.NONE, null);

	/** The model calls at least one tool. */
	public static final ToolChoice REQUIRED = new ToolChoice(Mode.REQUIRED, null);

	public ToolChoice {
		if ((mode == Mode.FUNCTION) != (functionName != null)) {
			throw new IllegalArgumentException("A function's name goes with Mode.FUNCTION and with no other");
		}
	}

	/**
	 * The model calls this function.
	 * @param name the function's name
	 * @return the choice
	 */
	public static ToolChoice function(String name) {
		return new ToolChoice(Mode.FUNCTION, Objects.requireNonNull(name, "'name' must not be null"));
	}

	/**
	 * The ways to choose.
	 */
	public enum Mode {

		/** The model decides. */
		AUTO,

		/** No tool. */
		NONE,

		/** At least one tool. */
		REQUIRED,

		/** One named function. */
		FUNCTION

	}

}
