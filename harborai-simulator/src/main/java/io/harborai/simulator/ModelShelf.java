package io.harborai.simulator;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The models that each vendor offers, and how it lists them.
 */
final class ModelShelf {

	private static final String RETIRED = "doubao-lite-128k-240428";

	/**
	 * Names that work without being listed.
	 */
	private static final Set<String> UNLISTED = Set.of("deepseek-v4-flash", "deepseek-v4-flash-vision-exp");

	private final Map<Dialect, List<String>> models = new EnumMap<>(Dialect.class);

	ModelShelf() {
		shelve(Dialect.DEEPSEEK, "deepseek-flash", "deepseek-v4-pro");
		shelve(Dialect.DOUBAO, "doubao-seed-1-6-250615", "doubao-seed-2-0-pro-260215", "doubao-1-5-pro-32k-250115",
				"doubao-1-5-pro-32k-character-250715", "doubao-embedding-large-text-250515",
				"doubao-embedding-vision-250615");
		shelve(Dialect.WENXIN, "ernie-4.5-turbo-128k", "ernie-x1-turbo-32k", "ernie-4.0-turbo-8k", "ernie-3.5-8k",
				"embedding-v1");
		shelve(Dialect.OPENAI, "gpt-5", "gpt-5-mini", "gpt-4.1", "gpt-4.1-mini", "text-embedding-3-small");
	}

	void add(Dialect dialect, String id) {
		on(dialect).add(id);
	}

	boolean has(Dialect dialect, String id) {
		return on(dialect).contains(id) || (dialect == Dialect.DEEPSEEK && UNLISTED.contains(id))
				|| (dialect == Dialect.DOUBAO && id.startsWith("ep-"));
	}

	void list(StringBuilder out, Dialect dialect) {
		out.append("{\"object\":\"list\",\"data\":[");
		String separator = "";
		for (String id : on(dialect)) {
			out.append(separator);
			model(out, dialect, id, "Running");
			separator = ",";
		}
		if (dialect == Dialect.DOUBAO) {
			model(out.append(separator), dialect, RETIRED, "Shutdown");
		}
		out.append("]}");
	}

	private void model(StringBuilder out, Dialect dialect, String id, String status) {
		switch (dialect) {
			case DEEPSEEK -> {
				JsonText.field(out.append('{'), "id", id);
				out.append(",\"object\":\"model\",\"owned_by\":\"deepseek\"}");
			}
			case DOUBAO -> ark(out, id, status);
			case WENXIN -> {
				JsonText.field(out.append('{'), "id", id);
				out.append(",\"object\":\"model\",\"created\":1745539200,\"owned_by\":\"baidu\",\"type\":\"")
					.append(id.startsWith("embedding") ? "embedding" : "chat")
					.append('"')
					.append(",\"context_length\":131072,\"max_completions_tokens\":12288,\"max_tokens\":12288")
					.append(",\"pricing\":{\"prompt\":\"0.0008\",\"completion\":\"0.0032\"}}");
			}
			case OPENAI -> {
				JsonText.field(out.append('{'), "id", id);
				out.append(",\"object\":\"model\",\"created\":1754425777,\"owned_by\":\"system\"}");
			}
		}
	}

	private static void ark(StringBuilder out, String id, String status) {
		int dash = id.lastIndexOf('-');
		out.append("{\"created\":1749916800,\"domain\":\"LLM\",\"features\":{},");
		JsonText.field(out, "id", id);
		JsonText.field(out.append(','), "name", (dash < 0) ? id : id.substring(0, dash));
		JsonText.field(out.append(",\"object\":\"model\","), "status", status);
		JsonText.field(out.append(','), "version", id.substring(dash + 1));
		out.append('}');
	}

	private void shelve(Dialect dialect, String... ids) {
		this.models.put(dialect, new CopyOnWriteArrayList<>(ids));
	}

	private List<String> on(Dialect dialect) {
		return this.models.getOrDefault(dialect, List.of());
	}

}
