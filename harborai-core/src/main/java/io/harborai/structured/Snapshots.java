package io.harborai.structured;

import io.harborai.chat.ChatCompletionChunk;
import io.harborai.json.IncrementalParser;
import io.harborai.structured.AnswerType.Reading;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.SynchronousSink;

/**
 * Turns the chunks of one stream into a value that fills up. Not thread-safe.
 *
 * @param <T> the value's type
 */
final class Snapshots<T> {

	private final AnswerType<T> type;

	private final StreamedAnswer answer;

	private @Nullable IncrementalParser shownParser;

	private long shownVersion;

	private @Nullable T shown;

	private @Nullable T whole;

	Snapshots(AnswerType<T> type, boolean trailingCommas) {
		this.type = type;
		this.answer = new StreamedAnswer(type, trailingCommas, this::judge);
	}

	private @Nullable Failure judge(@Nullable Object root) {
		Reading<T> reading = this.type.whole(root);
		this.whole = reading.value();
		return reading.failure();
	}

	void read(ChatCompletionChunk chunk, SynchronousSink<Partial<T>> sink) {
		this.answer.read(chunk);
		if (!chunk.last() && !this.answer.hasFailed()) {
			T next = changed();
			if (next != null) {
				this.shown = next;
				sink.next(new Partial<>(next, false, chunk));
			}
			return;
		}
		RuntimeException failure = this.answer.end(this.shown);
		T value = this.whole;
		if (failure != null) {
			sink.error(failure);
		}
		else if (value != null) {
			sink.next(new Partial<>(value, true, chunk));
		}
	}

	private @Nullable T changed() {
		IncrementalParser parser = this.answer.candidate();
		if (parser == null || (parser == this.shownParser && parser.version() == this.shownVersion)) {
			return null;
		}
		this.shownParser = parser;
		this.shownVersion = parser.version();
		T next = this.type.partial(parser.root());
		return (next != null && !next.equals(this.shown)) ? next : null;
	}

	Throwable broken(Throwable cause) {
		return this.answer.broken(cause, this.shown);
	}

}
