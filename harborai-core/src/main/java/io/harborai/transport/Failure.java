package io.harborai.transport;

import java.time.Duration;
import java.util.function.Function;

import io.harborai.call.Attempt;
import io.harborai.call.Outcome;
import io.harborai.error.ErrorClass;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt fails: what enters the trail and is told to those who listen, and the
 * exception, which is made after that so that it holds the whole trail.
 *
 * @param outcome how the attempt ends
 * @param exception makes the exception
 */
record Failure(Outcome outcome, Function<Attempt, HarborAiException> exception) {

	static Failure of(String word, ErrorClass errorClass, Function<Attempt, HarborAiException> exception) {
		return of(word, errorClass, null, exception);
	}

	static Failure of(String word, ErrorClass errorClass, @Nullable Duration retryAfter,
			Function<Attempt, HarborAiException> exception) {
		return new Failure(new Outcome(word, errorClass, retryAfter), exception);
	}

}
