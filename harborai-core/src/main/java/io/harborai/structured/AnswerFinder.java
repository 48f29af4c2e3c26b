package io.harborai.structured;

import java.util.function.Function;

import io.harborai.chat.StructuredOutputException.Reason;
import io.harborai.json.IncrementalParser;
import io.harborai.json.IncrementalParser.State;
import org.jspecify.annotations.Nullable;

/**
 * Finds the JSON in what a model writes: behind a preface, inside a code fence, before a
 * remark. Each character is looked at once. Not thread-safe.
 */
final class AnswerFinder {

	private final AnswerType<?> type;

	private final boolean trailingCommas;

	private final Function<@Nullable Object, @Nullable Failure> judge;

	private @Nullable IncrementalParser parser;

	private @Nullable Failure failure;

	private boolean over;

	private boolean found;

	/**
	 * Create a finder.
	 * @param type the type that is looked for
	 * @param trailingCommas whether they are let through
	 * @param judge says what is wrong with a complete candidate, null if it is the answer
	 */
	AnswerFinder(AnswerType<?> type, boolean trailingCommas, Function<@Nullable Object, @Nullable Failure> judge) {
		this.type = type;
		this.trailingCommas = trailingCommas;
		this.judge = judge;
	}

	/**
	 * Read on.
	 * @param text the next piece
	 */
	void read(String text) {
		int at = 0;
		while (at < text.length() && !this.over) {
			IncrementalParser current = this.parser;
			if (current == null) {
				if (!this.type.startsWith(text.charAt(at))) {
					at++;
					continue;
				}
				current = new IncrementalParser(this.trailingCommas);
				this.parser = current;
			}
			at = current.push(text, at);
			if (current.state() == State.COMPLETE) {
				complete(current);
			}
			else if (current.state() == State.BROKEN) {
				broken(current);
			}
		}
	}

	private void complete(IncrementalParser current) {
		Failure wrong = this.judge.apply(current.root());
		if (wrong == null) {
			this.found = true;
			this.over = true;
			return;
		}
		if (this.failure == null) {
			this.failure = wrong;
		}
		this.parser = null;
	}

	/**
	 * A bracket in a sentence is passed over. What was meant as JSON isn't: the pieces
	 * behind its fault must not be taken for the whole.
	 */
	private void broken(IncrementalParser current) {
		if (current.looksLikeJson()) {
			this.over = true;
			if (this.failure == null) {
				this.failure = new Failure(Reason.INVALID_JSON, "", "isn't valid JSON");
			}
		}
		this.parser = null;
	}

	/**
	 * The candidate that is being read.
	 * @return its parser, null while there is none; kept once the answer is found
	 */
	@Nullable IncrementalParser candidate() {
		return this.parser;
	}

	/**
	 * Whether nothing that comes can change the outcome any more for the better.
	 */
	boolean hasFailed() {
		return this.over && !this.found;
	}

	/**
	 * Nothing more will come.
	 * @return why there is no answer, null if there is one
	 */
	@Nullable Failure end() {
		if (this.found) {
			return null;
		}
		if (this.failure != null) {
			return this.failure;
		}
		IncrementalParser current = this.parser;
		return (current != null && current.looksLikeJson())
				? new Failure(Reason.INVALID_JSON, "", "ends in the middle of the JSON")
				: new Failure(Reason.NO_JSON, "", "has no JSON");
	}

	/**
	 * Whether the JSON had begun but not ended.
	 */
	boolean isInside() {
		return !this.found && this.failure == null;
	}

}
