package io.harborai.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.chat.ResponseMeta;
import io.harborai.embedding.Embedding;
import io.harborai.embedding.EmbeddingResponse;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * One answer with embeddings, while it is read. Not thread-safe.
 */
final class EmbeddingAnswer {

	private static final int NO_INDEX = -1;

	private final List<float[]> vectors = new ArrayList<>();

	private final List<Integer> indices = new ArrayList<>();

	private String model = "";

	private Usage usage = Usage.MISSING;

	private final Map<String, Object> additional = new LinkedHashMap<>();

	private boolean dataSeen;

	private boolean errorSeen;

	// Vectors of one answer are equally long: after the first one nothing has to grow.
	private float[] scratch = new float[1024];

	void read(JsonCursor json) {
		json.next();
		if (!json.isObject()) {
			json.skip();
			return;
		}
		String name;
		while ((name = json.nextName()) != null) {
			if (!json.isNull()) {
				field(name, json);
			}
		}
	}

	private void field(String name, JsonCursor json) {
		switch (name) {
			case "data" -> data(json);
			case "model" -> {
				String text = json.text();
				this.model = (text != null) ? text : "";
			}
			case "usage" -> this.usage = UsageReader.read(json);
			case "object" -> json.skip();
			case "error" -> {
				this.errorSeen = true;
				json.skip();
			}
			default -> {
				Object value = json.plain();
				if (value != null) {
					this.additional.put(name, value);
				}
			}
		}
	}

	private void data(JsonCursor json) {
		if (json.isObject()) {
			this.dataSeen = true;
			embedding(json);
		}
		else if (json.isArray()) {
			this.dataSeen = true;
			while (json.nextElement()) {
				if (!json.isObject()) {
					throw new UnreadableAnswerException("an embedding isn't an object");
				}
				embedding(json);
			}
		}
		else {
			json.skip();
		}
	}

	private void embedding(JsonCursor json) {
		int index = NO_INDEX;
		float[] vector = null;
		String name;
		while ((name = json.nextName()) != null) {
			switch (name) {
				case "index" -> index = (int) Math.min(Integer.MAX_VALUE, json.count());
				case "embedding" -> vector = vector(json);
				default -> json.skip();
			}
		}
		if (vector == null) {
			throw new UnreadableAnswerException("an embedding has no vector");
		}
		this.vectors.add(vector);
		this.indices.add(index);
	}

	private float @Nullable [] vector(JsonCursor json) {
		if (json.isText()) {
			String text = json.text();
			return (text != null) ? decoded(text) : null;
		}
		if (!json.isArray()) {
			json.skip();
			return null;
		}
		int length = 0;
		while (json.nextElement()) {
			if (length == this.scratch.length) {
				this.scratch = Arrays.copyOf(this.scratch, length * 2);
			}
			this.scratch[length++] = json.number();
		}
		return Arrays.copyOf(this.scratch, length);
	}

	private static float[] decoded(String base64) {
		byte[] bytes;
		try {
			bytes = Base64.getDecoder().decode(base64);
		}
		catch (IllegalArgumentException ex) {
			throw new UnreadableAnswerException("a vector isn't base64");
		}
		if (bytes.length % Float.BYTES != 0) {
			throw new UnreadableAnswerException("a vector in base64 doesn't end with a whole number");
		}
		float[] vector = new float[bytes.length / Float.BYTES];
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
		return vector;
	}

	/**
	 * Whether it may be an error rather than an answer.
	 * @return whether it says so, or has no data
	 */
	boolean isSuspicious() {
		return this.errorSeen || !this.dataSeen;
	}

	/**
	 * The vectors in the order of the inputs.
	 * @param inputs how many inputs were sent
	 * @return one vector for each
	 */
	List<float[]> inOrder(int inputs) {
		if (!this.dataSeen) {
			throw new UnreadableAnswerException("it has no data");
		}
		if (this.vectors.size() != inputs) {
			throw new UnreadableAnswerException("it has " + this.vectors.size() + " vectors for " + inputs
					+ ((inputs == 1) ? " input" : " inputs"));
		}
		if (this.indices.stream().allMatch((index) -> index == NO_INDEX)) {
			return this.vectors;
		}
		float[][] ordered = new float[inputs][];
		for (int i = 0; i < inputs; i++) {
			int index = this.indices.get(i);
			if (index < 0 || index >= inputs || ordered[index] != null) {
				throw new UnreadableAnswerException("the indices of its vectors aren't those of the inputs");
			}
			ordered[index] = this.vectors.get(i);
		}
		return List.of(ordered);
	}

	EmbeddingResponse toResponse(List<float[]> ordered, ResponseMeta meta) {
		List<Embedding> embeddings = new ArrayList<>(ordered.size());
		for (float[] vector : ordered) {
			embeddings.add(Embedding.of(embeddings.size(), vector));
		}
		return new EmbeddingResponse(this.model, embeddings, this.usage, meta,
				this.additional.isEmpty() ? Map.of() : Map.copyOf(this.additional));
	}

}
