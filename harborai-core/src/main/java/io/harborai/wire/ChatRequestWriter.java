package io.harborai.wire;

import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Writes a request once, straight to a stream: no tree, no string of the body. The order
 * of the fields is fixed: {@code model}, {@code messages}, the parameters in the order of
 * {@link ChatCompletionRequest}, {@code stream}, {@code stream_options}, the dialect's
 * fields, {@code extraBody}. Each name is written once: {@code extraBody} wins over the
 * dialect's fields, and these over ours. Immutable and thread-safe.
 */
public final class ChatRequestWriter {

	private final RequestFormat format;

	private final MessageWriter messages;

	/**
	 * Create a writer.
	 * @param format the vendor's spelling
	 */
	public ChatRequestWriter(RequestFormat format) {
		this.format = format;
		this.messages = new MessageWriter(format);
	}

	/**
	 * Tell which of the request's fields this vendor doesn't take; they are not written.
	 * @param request the request
	 * @return the names on the wire, empty normally
	 */
	public List<String> omitted(ChatCompletionRequest request) {
		List<String> omitted = List.of();
		for (int i = 0; i < RequestField.ALL.size(); i++) {
			RequestField field = RequestField.ALL.get(i);
			if (this.format.unsupported().contains(field) && field.valueIn(request) != null) {
				omitted = plus(omitted, field.wireName());
			}
		}
		Message last = request.messages().get(request.messages().size() - 1);
		if (this.format.prefixField() == null && last instanceof AssistantMessage assistant && assistant.prefix()) {
			omitted = plus(omitted, "prefix");
		}
		return omitted;
	}

	private static List<String> plus(List<String> names, String name) {
		List<String> longer = new ArrayList<>(names);
		longer.add(name);
		return longer;
	}

	/**
	 * Write a request as UTF-8 JSON.
	 * @param request what is asked
	 * @param model the model's id as the vendor knows it
	 * @param stream whether the answer is to be streamed
	 * @param extra the dialect's own fields, written after ours; the request's
	 * {@code extraBody} wins over both
	 * @param out where to; flushed, not closed
	 * @throws UncheckedIOException if {@code out} fails
	 * @throws IllegalArgumentException if a value of the request isn't JSON data
	 */
	public void write(ChatCompletionRequest request, String model, boolean stream, Map<String, Object> extra,
			OutputStream out) {
		try (JsonOutput json = new JsonOutput(out)) {
			json.startObject();
			new RequestBody(this.format, this.messages, request, extra, json).write(model, stream);
			json.endObject();
		}
		catch (JacksonIOException ex) {
			throw new UncheckedIOException(ex.getCause());
		}
		catch (JacksonException ex) {
			// What Jackson says may quote the value, which may be part of a prompt.
			throw new IllegalArgumentException("The request can't be written as JSON: a value in 'extraBody', "
					+ "in a tool's parameters or in a message's additional fields isn't plain JSON data, "
					+ "or is nested too deep. Use maps, lists, strings, numbers and booleans");
		}
	}

}
