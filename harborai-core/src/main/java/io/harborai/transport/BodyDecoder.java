package io.harborai.transport;

import java.util.Arrays;
import java.util.Queue;
import java.util.function.Function;

/**
 * An answer in one body that isn't a chat's: tokens, lists of models.
 *
 * @param <T> what the body is read as
 */
final class BodyDecoder<T> implements AnswerDecoder<T> {

	private final Function<byte[], T> reader;

	private final BodyBuffer body;

	BodyDecoder(Function<byte[], T> reader, int maxBody) {
		this.reader = reader;
		this.body = new BodyBuffer("the body", maxBody);
	}

	@Override
	public int bytes(byte[] bytes, int offset, int length, Queue<T> out) {
		this.body.add(bytes, offset, length);
		return PROGRESS;
	}

	@Override
	public void end(Queue<T> out) {
		CompletionDecoder.checkJson(this.body);
		out.add(this.reader.apply(Arrays.copyOfRange(this.body.bytes(), this.body.start(), this.body.length())));
	}

}
