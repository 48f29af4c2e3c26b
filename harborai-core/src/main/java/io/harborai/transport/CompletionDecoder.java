package io.harborai.transport;

import java.util.Queue;

import io.harborai.call.Attempt;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.FinishReason;
import io.harborai.wire.ChatResponseReader;
import io.harborai.wire.UnreadableAnswerException;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer in one body. White space, with which DeepSeek keeps a queued call alive,
 * isn't progress.
 */
final class CompletionDecoder implements AnswerDecoder<ChatCompletion> {

	private final Attempt attempt;

	private final ChatResponseReader reader;

	private final BodyBuffer body;

	private final int maxBody;

	private int expected = -1;

	private @Nullable ChatCompletion whole;

	CompletionDecoder(Attempt attempt, ChatResponseReader reader, int maxBody) {
		this.attempt = attempt;
		this.reader = reader;
		this.body = new BodyBuffer("the body", maxBody);
		this.maxBody = maxBody;
	}

	@Override
	public void expect(int length) {
		this.expected = length;
	}

	@Override
	public int bytes(byte[] bytes, int offset, int length, Queue<ChatCompletion> out) {
		if (length == this.expected && length <= this.maxBody) {
			return all(bytes, offset, length);
		}
		int from = offset;
		while (from < offset + length && (bytes[from] == '\n' || bytes[from] == '\r' || bytes[from] == ' ')) {
			from++;
		}
		boolean blank = from == offset + length;
		if (this.body.length() > 0) {
			from = offset;
		}
		this.body.add(bytes, from, offset + length - from);
		return blank ? NOTHING : PROGRESS;
	}

	/**
	 * The whole body came in one piece: it is read where it lies.
	 */
	private int all(byte[] bytes, int offset, int length) {
		try {
			this.whole = this.reader.readCompletion(bytes, offset, length, this.attempt.openMeta());
		}
		catch (RuntimeException ex) {
			// It is told when the body has ended, so that the connection stays good.
			this.body.add(bytes, offset, length);
		}
		return PROGRESS;
	}

	@Override
	public void end(Queue<ChatCompletion> out) {
		ChatCompletion whole = this.whole;
		ChatCompletion completion = (whole != null) ? whole : read(this.body, this.reader, this.attempt);
		FinishReason finish = completion.finishReason();
		if (finish != null && finish.isError()) {
			throw new AbortedAnswerException(finish, completion);
		}
		out.add(completion.withMeta(this.attempt.finalMeta(completion.usage())));
	}

	static ChatCompletion read(BodyBuffer body, ChatResponseReader reader, Attempt attempt) {
		checkJson(body);
		int start = body.start();
		return reader.readCompletion(body.bytes(), start, body.length() - start, attempt.openMeta());
	}

	/**
	 * Check that a body may be JSON.
	 * @param body the whole body
	 */
	static void checkJson(BodyBuffer body) {
		if (body.start() == body.length()) {
			throw new EmptyAnswerException();
		}
		if (body.isHtml()) {
			throw new UnreadableAnswerException("a web page came where JSON was expected");
		}
	}

	/**
	 * Internal: the vendor broke off and says so in the finish reason. A stream's partial
	 * answer is known to its decoder.
	 */
	static final class AbortedAnswerException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient FinishReason finish;

		private final transient @Nullable ChatCompletion partial;

		AbortedAnswerException(FinishReason finish, @Nullable ChatCompletion partial) {
			super(finish.raw(), null, false, false);
			this.finish = finish;
			this.partial = partial;
		}

		FinishReason finish() {
			return this.finish;
		}

		@Nullable ChatCompletion partial() {
			return this.partial;
		}

	}

	/**
	 * Internal: a good status and nothing in the body.
	 */
	static final class EmptyAnswerException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		EmptyAnswerException() {
			super("empty body", null, false, false);
		}

	}

}
