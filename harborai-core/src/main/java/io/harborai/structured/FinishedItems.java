package io.harborai.structured;

import java.util.ArrayList;
import java.util.List;

import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.StructuredOutputException.Reason;
import io.harborai.json.IncrementalParser;
import io.harborai.json.JsonBranch.Items;
import io.harborai.structured.AnswerType.Reading;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.SynchronousSink;

/**
 * Turns the chunks of one stream into the items of a list, each as it is finished. Not
 * thread-safe.
 *
 * @param <T> the items' type
 */
final class FinishedItems<T> implements ShownAnswer<List<T>> {

	private final AnswerType<?> list;

	private final AnswerType<T> item;

	private final StreamedAnswer answer;

	private final List<T> pending = new ArrayList<>();

	private @Nullable Items source;

	private int taken;

	private @Nullable T last;

	private @Nullable Failure wrong;

	FinishedItems(AnswerType<?> list, AnswerType<T> item, boolean trailingCommas) {
		this.list = list;
		this.item = item;
		this.answer = new StreamedAnswer(list, trailingCommas, this::judge);
	}

	private @Nullable Failure judge(@Nullable Object root) {
		take(root);
		if (this.wrong != null) {
			return this.wrong;
		}
		return (this.list.part(root) instanceof Items) ? null
				: new Failure(Reason.DOES_NOT_FIT, "/items", "is missing, or is no array");
	}

	private void take(@Nullable Object root) {
		if (!(this.list.part(root) instanceof Items items)) {
			return;
		}
		if (this.source != items) {
			this.source = items;
			this.taken = 0;
		}
		while (this.taken < items.size() && this.wrong == null) {
			Reading<T> reading = this.item.value(items.get(this.taken));
			T value = reading.value();
			if (value != null) {
				this.pending.add(value);
				this.last = value;
			}
			else if (reading.failure() != null) {
				this.wrong = reading.failure().below("/" + this.taken);
			}
			this.taken++;
		}
	}

	@Override
	public void read(ChatCompletionChunk chunk, SynchronousSink<ChatCompletionChunk> sink) {
		this.answer.read(chunk);
		sink.next(chunk);
		IncrementalParser parser = this.answer.candidate();
		if (parser != null) {
			take(parser.root());
		}
		Failure wrong = this.wrong;
		if (wrong != null) {
			sink.error(this.answer.failed(wrong, this.last));
		}
		else if (chunk.last() || this.answer.hasFailed()) {
			RuntimeException failure = this.answer.end(this.last);
			if (failure != null) {
				sink.error(failure);
			}
		}
	}

	@Override
	public Throwable broken(Throwable cause) {
		return this.answer.broken(cause, this.last);
	}

	@Override
	public void show(ChatCompletionChunk chunk, SynchronousSink<List<T>> sink) {
		if (!this.pending.isEmpty()) {
			sink.next(List.copyOf(this.pending));
			this.pending.clear();
		}
	}

}
