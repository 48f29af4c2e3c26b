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
final class Snapshots<T> implements ShownAnswer<Partial<T>> {

	/**
	 * A snapshot costs as much as what it shows is large; so that all of them together
	 * cost no more than in proportion to the answer, a large one waits until a part of
	 * its size has been read. Below this size each change shows.
	 */
	private static final long PACE = 256;

	private final AnswerType<T> type;

	private final StreamedAnswer answer;

	private @Nullable IncrementalParser shownParser;

	private long shownVersion;

	private long shownLength;

	private @Nullable T shown;

	private @Nullable T whole;

	private @Nullable Partial<T> next;

	Snapshots(AnswerType<T> type, boolean trailingCommas) {
		this.type = type;
		this.answer = new StreamedAnswer(type, trailingCommas, this::judge);
	}

	private @Nullable Failure judge(@Nullable Object root) {
		Reading<T> reading = this.type.whole(root);
		this.whole = reading.value();
		return reading.failure();
	}

	@Override
	public void read(ChatCompletionChunk chunk, SynchronousSink<ChatCompletionChunk> sink) {
		this.answer.read(chunk);
		sink.next(chunk);
		if (!chunk.last() && !this.answer.hasFailed()) {
			T changed = changed();
			if (changed != null) {
				this.shown = changed;
				this.next = new Partial<>(changed, false, chunk);
			}
			return;
		}
		RuntimeException failure = this.answer.end(this.shown);
		T value = this.whole;
		if (failure != null) {
			sink.error(failure);
		}
		else if (value != null) {
			this.next = new Partial<>(value, true, chunk);
		}
	}

	private @Nullable T changed() {
		IncrementalParser parser = this.answer.candidate();
		if (parser == null) {
			return null;
		}
		if (parser == this.shownParser && (parser.version() == this.shownVersion
				|| (parser.length() - this.shownLength) * PACE < parser.visibleSize())) {
			return null;
		}
		this.shownParser = parser;
		this.shownVersion = parser.version();
		this.shownLength = parser.length();
		T next = this.type.partial(parser.root());
		return (next != null && !next.equals(this.shown)) ? next : null;
	}

	@Override
	public Throwable broken(Throwable cause) {
		return this.answer.broken(cause, this.shown);
	}

	@Override
	public void show(ChatCompletionChunk chunk, SynchronousSink<Partial<T>> sink) {
		Partial<T> next = this.next;
		if (next != null) {
			this.next = null;
			sink.next(next);
		}
	}

}
