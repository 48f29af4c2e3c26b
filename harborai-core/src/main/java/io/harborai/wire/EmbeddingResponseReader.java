package io.harborai.wire;

import java.util.List;

import io.harborai.chat.ResponseMeta;
import io.harborai.embedding.EmbeddingResponse;
import io.harborai.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads all vendors' embeddings: a list of them, or one object, which is what Ark makes
 * of an input of several parts; numbers or base64. Checks that there is one for each
 * input, and that each is made of numbers. Immutable and thread-safe.
 */
public final class EmbeddingResponseReader {

	/**
	 * Read an answer.
	 * @param bytes holds the body
	 * @param offset where it starts
	 * @param length how long it is
	 * @param inputs how many inputs were sent
	 * @param dimensions how long the vectors shall be, null if nobody said
	 * @param meta what to give the response as meta data
	 * @return the response, with one embedding for each input, in the order of the inputs
	 * @throws VendorErrorException if the body is an error
	 * @throws UnreadableAnswerException if the body isn't what was asked for
	 */
	public EmbeddingResponse read(byte[] bytes, int offset, int length, int inputs, @Nullable Integer dimensions,
			ResponseMeta meta) {
		EmbeddingAnswer answer = new EmbeddingAnswer();
		try (JsonCursor json = JsonCursor.over(bytes, offset, length)) {
			answer.read(json);
		}
		catch (JacksonException ex) {
			throw new UnreadableAnswerException(String.valueOf(Json.unreadable(ex).getMessage()));
		}
		if (answer.isSuspicious()) {
			ErrorBody error = ErrorBody.find(bytes, offset, length);
			if (error != null) {
				throw new VendorErrorException(error);
			}
		}
		List<float[]> vectors = answer.inOrder(inputs);
		check(vectors, dimensions);
		return answer.toResponse(vectors, meta);
	}

	private static void check(List<float[]> vectors, @Nullable Integer dimensions) {
		int first = vectors.get(0).length;
		for (int i = 0; i < vectors.size(); i++) {
			float[] vector = vectors.get(i);
			if (vector.length == 0) {
				throw new UnreadableAnswerException("vector " + i + " is empty");
			}
			if (vector.length != first) {
				throw new UnreadableAnswerException(
						"vector " + i + " has " + vector.length + " dimensions, the first has " + first);
			}
			for (float number : vector) {
				if (!Float.isFinite(number)) {
					throw new UnreadableAnswerException("vector " + i + " isn't made of finite numbers");
				}
			}
		}
		if (dimensions != null && dimensions != first) {
			throw new UnreadableAnswerException("its vectors have " + first + " dimensions where " + dimensions
					+ " were asked for; this model may not leave the choice");
		}
	}

}
