package io.harborai.error;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A configured budget doesn't allow this call.
 */
public final class BudgetExceededException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	private final String budget;

	private final @Nullable Instant resetsAt;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param budget the budget's name
	 * @param resetsAt when the budget starts anew, null if that wouldn't help
	 */
	public BudgetExceededException(ErrorDetails details, String budget, @Nullable Instant resetsAt) {
		super(details, null);
		this.budget = budget;
		this.resetsAt = resetsAt;
	}

	/**
	 * The budget's name.
	 * @return the name
	 */
	public String budget() {
		return this.budget;
	}

	/**
	 * When the budget starts anew.
	 * @return the end of its window, null if that wouldn't help
	 */
	public @Nullable Instant resetsAt() {
		return this.resetsAt;
	}

}
