package io.harborai.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import io.harborai.call.Attempt;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionAccumulator;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChunkChoice;
import io.harborai.chat.FinishReason;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import io.harborai.usage.Usage;
import io.harborai.wire.ChatResponseReader;
import io.harborai.wire.ChunkReader;
import io.harborai.wire.ErrorBody;
import io.harborai.wire.UnreadableAnswerException;
import io.harborai.wire.VendorErrorException;
import org.jspecify.annotations.Nullable;
import reactor.util.concurrent.Queues;

/**
 * An answer in events. What precedes the first delta is held back, so that the attempt
 * can still fail as if nothing had been said. A vendor that answers a stream request with
 * one JSON body is understood too.
 */
final class StreamDecoder implements AnswerDecoder<ChatCompletionChunk> {

	private final Attempt attempt;

	private final ChatResponseReader reader;

	private final SseDecoder events;

	private final BodyBuffer body;

	private final ChatCompletionAccumulator delivered = new ChatCompletionAccumulator();

	private @Nullable ChunkReader chunks;

	private @Nullable Form form;

	private @Nullable List<ChatCompletionChunk> held = new ArrayList<>(2);

	private @Nullable ChatCompletionChunk latest;

	private @Nullable FinishReason finish;

	private Usage usage = Usage.MISSING;

	private boolean completed;

	private boolean inputEnded;

	private boolean anyDelivered;

	private int flags;

	StreamDecoder(Attempt attempt, ChatResponseReader reader, int maxBody, int maxEvent) {
		this.attempt = attempt;
		this.reader = reader;
		this.events = new SseDecoder(maxEvent);
		this.body = new BodyBuffer("the body", maxBody);
	}

	@Override
	public Queue<ChatCompletionChunk> queue() {
		return Queues.<ChatCompletionChunk>unbounded(16).get();
	}

	@Override
	public boolean takesAll() {
		return false;
	}

	@Override
	public int bytes(byte[] bytes, int offset, int length, Queue<ChatCompletionChunk> out) {
		Form form = this.form;
		if (form == null) {
			form = Form.of(bytes, offset, length);
			this.form = form;
		}
		if (form == Form.BODY) {
			this.body.add(bytes, offset, length);
			return PROGRESS;
		}
		this.flags = NOTHING;
		this.events.feed(bytes, offset, length, (data, from, count, error) -> event(data, from, count, error, out));
		if (form == Form.UNKNOWN) {
			this.form = null;
		}
		return this.flags;
	}

	private boolean event(byte[] data, int offset, int length, boolean error, Queue<ChatCompletionChunk> out) {
		if (isDone(data, offset, length)) {
			if (!this.completed) {
				this.completed = true;
				this.flags |= COMPLETE;
				complete(out);
			}
			return true;
		}
		if (this.completed) {
			this.flags |= EXCESS;
			return false;
		}
		if (error) {
			throw new VendorErrorException(ErrorBody.read(data, offset, length));
		}
		ChunkReader chunks = this.chunks;
		if (chunks == null) {
			chunks = this.reader.chunks(this.attempt.openMeta());
			this.chunks = chunks;
		}
		ChatCompletionChunk chunk;
		try {
			chunk = chunks.read(data, offset, length);
		}
		catch (UnreadableAnswerException ex) {
			if (this.inputEnded) {
				// What the end of the input cut off isn't malformed but missing.
				return false;
			}
			throw ex;
		}
		if (chunk != null) {
			take(chunk, out);
		}
		return true;
	}

	private void take(ChatCompletionChunk chunk, Queue<ChatCompletionChunk> out) {
		this.latest = chunk;
		if (!chunk.usage().isMissing()) {
			this.usage = chunk.usage();
		}
		List<ChunkChoice> choices = chunk.choices();
		for (int i = 0; i < choices.size(); i++) {
			FinishReason reason = choices.get(i).finishReason();
			if (reason != null) {
				this.finish = reason;
			}
		}
		List<ChatCompletionChunk> held = this.held;
		if (chunk.hasDelta()) {
			this.flags |= (chunk.content().isEmpty() && chunk.reasoning() != null) ? PROGRESS | REASONING : PROGRESS;
			if (held != null) {
				this.attempt.onFirstDelta();
				release(out);
			}
		}
		else if (held != null) {
			held.add(chunk);
			return;
		}
		out.add(chunk);
	}

	private void release(Queue<ChatCompletionChunk> out) {
		List<ChatCompletionChunk> held = this.held;
		this.held = null;
		if (held != null) {
			out.addAll(held);
		}
	}

	private void complete(Queue<ChatCompletionChunk> out) {
		ChunkReader chunks = this.chunks;
		ChatCompletionChunk rest = (chunks != null) ? chunks.flush() : null;
		if (rest != null) {
			take(rest, out);
		}
		FinishReason finish = this.finish;
		if (finish != null && finish.isError()) {
			throw new CompletionDecoder.AbortedAnswerException(finish, null);
		}
		release(out);
		ChatCompletionChunk latest = this.latest;
		out.add(new ChatCompletionChunk((latest != null) ? latest.id() : "", (latest != null) ? latest.model() : "",
				(latest != null) ? latest.created() : null, List.of(), this.usage, this.attempt.finalMeta(this.usage),
				true, Map.of()));
	}

	@Override
	public void end(Queue<ChatCompletionChunk> out) {
		if (this.form == Form.BODY) {
			endBody(out);
			return;
		}
		this.inputEnded = true;
		this.flags = NOTHING;
		this.events.end((data, from, count, error) -> event(data, from, count, error, out));
		if ((this.flags & COMPLETE) != 0) {
			return;
		}
		if (this.finish == null) {
			throw new TruncatedException();
		}
		complete(out);
	}

	private void endBody(Queue<ChatCompletionChunk> out) {
		take(ChatCompletionChunk.of(CompletionDecoder.read(this.body, this.reader, this.attempt)), out);
		complete(out);
	}

	private static boolean isDone(byte[] data, int offset, int length) {
		int from = offset;
		int to = offset + length;
		while (from < to && ((data[from] <= ' ' && data[from] >= 0) || data[from] == '"')) {
			from++;
		}
		while (to > from && ((data[to - 1] <= ' ' && data[to - 1] >= 0) || data[to - 1] == '"')) {
			to--;
		}
		return to - from == 6 && data[from] == '[' && data[from + 1] == 'D' && data[from + 2] == 'O'
				&& data[from + 3] == 'N' && data[from + 4] == 'E' && data[from + 5] == ']';
	}

	@Override
	public void delivering(ChatCompletionChunk item) {
		this.delivered.add(item);
		if (!this.anyDelivered && item.hasDelta()) {
			this.anyDelivered = true;
		}
	}

	@Override
	public @Nullable AssistantMessage delivered() {
		return this.anyDelivered ? this.delivered.toCompletion().message() : null;
	}

	@Override
	public HarborAiException failed(HarborAiException failure) {
		if (failure instanceof StreamInterruptedException) {
			return new StreamInterruptedException(failure.details(), partial(), failure.getCause());
		}
		if (!this.anyDelivered) {
			return failure;
		}
		ErrorDetails reason = failure.details();
		return new StreamInterruptedException(new ErrorDetails(reason.provider(), reason.model(), reason.statusCode(),
				reason.vendorCode(), reason.requestId(), reason.retryable(), reason.retryAfter(), reason.attempts(),
				"the stream broke after a part of the answer had been handed on: " + reason.problem(),
				"partial() holds what had come; ask again if you need the whole."), partial(), failure);
	}

	private ChatCompletion partial() {
		ChatCompletion partial = this.delivered.toCompletion();
		return partial.withMeta(this.attempt.finalMeta(partial.usage()));
	}

	/**
	 * What the vendor sends, whatever its header says: the first byte tells.
	 */
	private enum Form {

		UNKNOWN, EVENTS, BODY;

		static Form of(byte[] bytes, int offset, int length) {
			for (int i = offset; i < offset + length; i++) {
				byte b = bytes[i];
				if (b == '{' || b == '[' || b == '"' || b == '<' || b == '-' || (b >= '0' && b <= '9')) {
					return BODY;
				}
				if (b > ' ' || b < 0) {
					return EVENTS;
				}
			}
			return UNKNOWN;
		}

	}

}
