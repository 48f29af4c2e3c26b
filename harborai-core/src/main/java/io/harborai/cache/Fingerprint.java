package io.harborai.cache;

import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.harborai.call.ChatCall;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.JsonSchema;
import io.harborai.chat.StructuredOptions;
import org.jspecify.annotations.Nullable;

/**
 * Turns a question into a key: equal questions have equal keys, others never have. It
 * tells nothing of what is asked. Everything that can change an answer goes into it;
 * every part is preceded by its kind and length, so that no two questions read alike.
 */
final class Fingerprint {

	private final MessageDigest digest;

	private boolean comparable = true;

	private Fingerprint() {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * The key of a call's question.
	 * @param call the call
	 * @return 64 hexadecimal digits, null if there is something in it of which nobody
	 * knows when it is equal
	 */
	static @Nullable String of(ChatCall call) {
		ChatCompletionRequest request = call.request();
		Fingerprint print = new Fingerprint();
		print.add(call.pinnedProvider());
		print.add(request.model());
		print.add(request.options().fallbackModels());
		print.add(request.options().extraHeaders());
		print.add(request.messages());
		print.add(request.temperature());
		print.add(request.topP());
		print.add(request.maxTokens());
		print.add(request.stop());
		print.add(request.n());
		print.add(request.seed());
		print.add(request.frequencyPenalty());
		print.add(request.presencePenalty());
		print.add(request.logitBias());
		print.add(request.logprobs());
		print.add(request.topLogprobs());
		print.add(request.responseFormat());
		print.add(request.tools());
		print.add(request.toolChoice());
		print.add(request.parallelToolCalls());
		print.add(request.reasoning());
		print.add(request.endUser());
		print.add(request.extraBody());
		JsonSchema answer = request.answerSchema();
		print.add((answer != null) ? List.of(answer.name(), answer.toJson()) : null);
		StructuredOptions structured = request.options().structured();
		print.add((structured != null) ? structured.strategy() : null);
		return print.comparable ? HexFormat.of().formatHex(print.digest.digest()) : null;
	}

	private void add(@Nullable Object value) {
		if (value == null) {
			head('0', 0);
		}
		else if (value instanceof Map<?, ?> map) {
			// Two maps are equal whatever their order.
			Map<String, @Nullable Object> sorted = new TreeMap<>();
			map.forEach((name, entry) -> sorted.put(String.valueOf(name), entry));
			head('m', sorted.size());
			sorted.forEach((name, entry) -> {
				text('k', name);
				add(entry);
			});
		}
		else if (value instanceof Iterable<?> list) {
			head('[', 0);
			list.forEach(this::add);
			head(']', 0);
		}
		else if (value instanceof Record parts) {
			record(parts);
		}
		else if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean
				|| value instanceof Enum<?>) {
			text('v', value.getClass().getName());
			text('t', value.toString());
		}
		else {
			this.comparable = false;
		}
	}

	private void record(Record parts) {
		RecordComponent[] components = parts.getClass().getRecordComponents();
		text('r', parts.getClass().getName());
		head('c', components.length);
		for (RecordComponent component : components) {
			try {
				add(component.getAccessor().invoke(parts));
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException("A part of " + parts.getClass().getName() + " can't be read", ex);
			}
		}
	}

	private void text(char kind, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		head(kind, bytes.length);
		this.digest.update(bytes);
	}

	private void head(char kind, int length) {
		this.digest.update(ByteBuffer.allocate(6).putChar(kind).putInt(length).array());
	}

}
