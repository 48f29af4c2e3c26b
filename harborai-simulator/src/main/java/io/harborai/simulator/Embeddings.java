package io.harborai.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * Answers requests for embeddings with small vectors of length 1, the same ones for the
 * same text.
 */
final class Embeddings {

	private static final int DIMENSIONS = 8;

	private static final int MOST_DIMENSIONS = 4096;

	private final Map<String, Object> request;

	private final Dialect dialect;

	Embeddings(Dialect dialect, Map<String, Object> request) {
		this.dialect = dialect;
		this.request = request;
	}

	/**
	 * Return whether there is something to embed.
	 * @return {@code false} if the request has no input
	 */
	boolean answerable() {
		return !inputs().isEmpty();
	}

	void list(StringBuilder out, String id, long created) {
		boolean baidu = this.dialect == Dialect.WENXIN;
		out.append("{\"object\":\"").append(baidu ? "embedding_list" : "list").append("\",\"data\":[");
		List<String> inputs = inputs();
		int tokens = 0;
		for (int i = 0; i < inputs.size(); i++) {
			out.append((i > 0) ? "," : "").append("{\"object\":\"embedding\",\"embedding\":");
			vector(out, inputs.get(i));
			out.append(",\"index\":").append(i).append('}');
			tokens += Tokens.estimate(inputs.get(i));
		}
		out.append("],");
		tail(out, id, created);
		out.append("{\"prompt_tokens\":").append(tokens).append(",\"total_tokens\":").append(tokens).append("}}");
	}

	/**
	 * Answer for a vision model, whose {@code data} is one object for all parts of the
	 * input.
	 * @param out where to
	 * @param id the response's id
	 * @param created the time in seconds
	 */
	void multimodal(StringBuilder out, String id, long created) {
		StringBuilder all = new StringBuilder();
		int images = 0;
		for (Map<?, ?> part : ChatRequest.objects(this.request.get("input"))) {
			all.append((part.get("text") instanceof String text) ? text : part.get("image_url"));
			images += (part.get("text") instanceof String) ? 0 : 1;
		}
		out.append("{\"object\":\"list\",\"data\":{\"object\":\"embedding\",\"embedding\":");
		vector(out, all.toString());
		out.append("},");
		tail(out, id, created);
		int text = Tokens.estimate(all);
		int image = images * 256;
		out.append("{\"prompt_tokens\":").append(text + image).append(",\"total_tokens\":").append(text + image);
		out.append(",\"prompt_tokens_details\":{\"text_tokens\":").append(text);
		out.append(",\"image_tokens\":").append(image).append("}}}");
	}

	private void tail(StringBuilder out, String id, long created) {
		if (this.dialect != Dialect.OPENAI) {
			JsonText.field(out, "id", id);
			out.append(",\"created\":").append(created).append(',');
		}
		JsonText.field(out, "model", String.valueOf(this.request.get("model")));
		out.append(",\"usage\":");
	}

	private void vector(StringBuilder out, String text) {
		float[] vector = vector(text);
		if ("base64".equals(this.request.get("encoding_format"))) {
			ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
			for (float value : vector) {
				bytes.putFloat(value);
			}
			JsonText.string(out, Base64.getEncoder().encodeToString(bytes.array()));
			return;
		}
		String separator = "[";
		for (float value : vector) {
			out.append(separator).append(String.format(Locale.ROOT, "%.6f", value));
			separator = ",";
		}
		out.append(']');
	}

	private float[] vector(String text) {
		SplittableRandom random = new SplittableRandom(text.hashCode());
		int dimensions = (this.request.get("dimensions") instanceof Number number) ? number.intValue() : DIMENSIONS;
		double[] values = random.doubles(Math.min(MOST_DIMENSIONS, Math.max(1, dimensions)), -1, 1).toArray();
		double length = 0;
		for (double value : values) {
			length += value * value;
		}
		float[] vector = new float[values.length];
		for (int i = 0; i < values.length; i++) {
			vector[i] = (float) (values[i] / Math.sqrt(length));
		}
		return vector;
	}

	private List<String> inputs() {
		return inputs(this.request.get("input"));
	}

	private static List<String> inputs(@Nullable Object input) {
		if (input == null) {
			return List.of();
		}
		// a list of numbers is one text that was cut into tokens
		if (!(input instanceof List<?> list) || (!list.isEmpty() && list.get(0) instanceof Number)) {
			return List.of(String.valueOf(input));
		}
		List<String> inputs = new ArrayList<>();
		list.forEach((each) -> inputs.add(String.valueOf(each)));
		return inputs;
	}

}
