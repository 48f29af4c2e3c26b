package io.harborai.provider.wenxin;

import io.harborai.chat.Choice;

/**
 * What Qianfan's moderation says of an answer, beyond the finish reason (its field
 * {@code flag}).
 */
public enum SafetyFlag {

	/** Nothing found. */
	SAFE(true),

	/** A low risk; the conversation may go on. */
	LOW_RISK(true),

	/** The conversation must not go on; what came may be shown. */
	BANNED(true),

	/** What came must not be shown, and the conversation must not go on. */
	HIDDEN(false),

	/** What was shown already must be taken back. */
	WITHDRAWN(false);

	private final boolean displayable;

	SafetyFlag(boolean displayable) {
		this.displayable = displayable;
	}

	/**
	 * Whether the answer may be shown.
	 * @return whether it may
	 */
	public boolean displayable() {
		return this.displayable;
	}

	/**
	 * The flag of an answer.
	 * @param choice the answer
	 * @return its flag, {@link #SAFE} if it has none
	 */
	public static SafetyFlag of(Choice choice) {
		Object flag = choice.additional().get("flag");
		int value = (flag instanceof Number number) ? number.intValue() : 0;
		return (value >= 0 && value < values().length) ? values()[value] : HIDDEN;
	}

}
