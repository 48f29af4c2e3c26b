package io.harborai.call;

import java.time.Duration;
import java.util.Locale;

import io.harborai.error.ErrorClass;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param word a short lower-case word, as it stands in the attempt trail: {@code ok},
 * {@code cancelled} or the kind of error
 * @param errorClass what the failure means, null if it is none
 * @param retryAfter how long the vendor asks to wait, null if it doesn't say
 */
public record Outcome(String word, @Nullable ErrorClass errorClass, @Nullable Duration retryAfter) {

	/** The answer is complete. */
	public static final Outcome OK = new Outcome("ok", null, null);

	/** The reader wants no more. */
	public static final Outcome CANCELLED = new Outcome("cancelled", null, null);

	/**
	 * The outcome that a failure stands for, where whoever failed didn't say.
	 * @param failure the failure
	 * @return the outcome
	 */
	public static Outcome of(Throwable failure) {
		if (failure instanceof HarborAiException known) {
			String name = known.getClass().getSimpleName().replaceFirst("Exception$", "");
			return new Outcome(name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT),
					ErrorClass.of(known), known.details().retryAfter());
		}
		return new Outcome("failed", ErrorClass.FINAL, null);
	}

}
