package io.harborai.wire;

import java.io.OutputStream;
import java.io.UncheckedIOException;

import io.harborai.chat.ContentPart;
import io.harborai.embedding.EmbeddingInput;
import io.harborai.embedding.EmbeddingRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Writes a request for embeddings, straight to a stream. The order of the fields is
 * fixed: {@code model}, {@code input}, {@code dimensions}, {@code encoding_format}, the
 * end user, {@code extraBody}, which wins over ours. Immutable and thread-safe.
 */
public final class EmbeddingRequestWriter {

	private final String endUserField;

	/**
	 * Create a writer.
	 * @param endUserField the vendor's name for the end user
	 */
	public EmbeddingRequestWriter(String endUserField) {
		this.endUserField = endUserField;
	}

	/**
	 * Write a request as UTF-8 JSON.
	 * @param request what is asked
	 * @param model the model's id as the vendor knows it
	 * @param multimodal whether the input is one of several parts; else all inputs are
	 * texts
	 * @param out where to; flushed, not closed
	 * @throws UncheckedIOException if {@code out} fails
	 * @throws IllegalArgumentException if a value of the request isn't JSON data
	 */
	public void write(EmbeddingRequest request, String model, boolean multimodal, OutputStream out) {
		try (JsonOutput json = new JsonOutput(out)) {
			json.startObject();
			if (isOurs("model", request)) {
				json.text("model", model);
			}
			if (isOurs("input", request)) {
				json.startArray("input");
				request.inputs().forEach((input) -> input(input, multimodal, json));
				json.endArray();
			}
			field("dimensions", request.dimensions(), request, json);
			field("encoding_format", (request.encoding() != null) ? request.encoding().wireName() : null, request,
					json);
			field(this.endUserField, request.endUser(), request, json);
			request.extraBody().forEach(json::value);
			json.endObject();
		}
		catch (JacksonIOException ex) {
			throw new UncheckedIOException(ex.getCause());
		}
		catch (JacksonException ex) {
			// What Jackson says may quote the value.
			throw new IllegalArgumentException("The request can't be written as JSON: a value in 'extraBody' isn't "
					+ "plain JSON data, or is nested too deep. Use maps, lists, strings, numbers and booleans");
		}
	}

	private static boolean isOurs(String name, EmbeddingRequest request) {
		return !request.extraBody().containsKey(name);
	}

	private static void field(String name, @Nullable Object value, EmbeddingRequest request, JsonOutput json) {
		if (value != null && isOurs(name, request)) {
			json.value(name, value);
		}
	}

	private static void input(EmbeddingInput input, boolean multimodal, JsonOutput json) {
		if (input instanceof EmbeddingInput.Parts parts) {
			parts.parts().forEach((part) -> MessageWriter.part(part, json));
		}
		else if (input instanceof EmbeddingInput.Text text) {
			if (multimodal) {
				MessageWriter.part(ContentPart.text(text.text()), json);
			}
			else {
				json.text(text.text());
			}
		}
	}

}
