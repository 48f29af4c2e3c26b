package io.harborai.wire;

import java.util.LinkedHashMap;
import java.util.Map;

import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code usage} object. Vendors put the same counters in different places: cached
 * tokens stand in {@code prompt_tokens_details} (OpenAI, Ark, Qianfan), in
 * {@code cached_tokens} (Kimi) or in {@code prompt_cache_hit_tokens} (DeepSeek).
 */
final class UsageReader {

	private static final long NONE = -1;

	private long prompt = NONE;

	private long completion = NONE;

	private long total = NONE;

	private long cached = NONE;

	private long reasoning = NONE;

	private @Nullable Map<String, Object> additional;

	private UsageReader() {
	}

	/**
	 * Read the current value.
	 * @param json stands on the value
	 * @return the usage, {@link Usage#MISSING} if nothing is counted in it
	 */
	static Usage read(JsonCursor json) {
		if (!json.isObject()) {
			json.skip();
			return Usage.MISSING;
		}
		UsageReader reader = new UsageReader();
		reader.fields(json);
		return reader.toUsage();
	}

	private void fields(JsonCursor json) {
		String name;
		while ((name = json.nextName()) != null) {
			switch (name) {
				case "prompt_tokens", "input_tokens" -> this.prompt = json.count();
				case "completion_tokens", "output_tokens" -> this.completion = json.count();
				case "total_tokens" -> this.total = json.count();
				case "cached_tokens", "prompt_cache_hit_tokens" -> cached(json.count());
				case "reasoning_tokens" -> this.reasoning = json.count();
				case "prompt_tokens_details", "completion_tokens_details" -> details(name, json);
				default -> keep(name, json);
			}
		}
	}

	private void details(String group, JsonCursor json) {
		if (!json.isObject()) {
			json.skip();
			return;
		}
		Map<String, Object> rest = null;
		String name;
		while ((name = json.nextName()) != null) {
			if (name.equals("cached_tokens")) {
				cached(json.count());
			}
			else if (name.equals("reasoning_tokens")) {
				this.reasoning = json.count();
			}
			else {
				Object value = json.plain();
				if (value != null) {
					rest = (rest != null) ? rest : new LinkedHashMap<>();
					rest.put(name, value);
				}
			}
		}
		if (rest != null) {
			keep(group, rest);
		}
	}

	private void cached(long count) {
		this.cached = Math.max(this.cached, count);
	}

	private void keep(String name, JsonCursor json) {
		Object value = json.plain();
		if (value != null) {
			keep(name, value);
		}
	}

	private void keep(String name, Object value) {
		if (this.additional == null) {
			this.additional = new LinkedHashMap<>();
		}
		this.additional.put(name, value);
	}

	private Usage toUsage() {
		if (this.prompt == NONE && this.completion == NONE && this.total == NONE) {
			return Usage.MISSING;
		}
		long prompt = Math.max(0, this.prompt);
		long completion = Math.max(0, this.completion);
		long sum = (prompt > Long.MAX_VALUE - completion) ? Long.MAX_VALUE : prompt + completion;
		return new Usage(prompt, completion, (this.total != NONE) ? this.total : sum, Math.max(0, this.cached),
				Math.max(0, this.reasoning), Usage.Source.PROVIDER,
				(this.additional != null) ? this.additional : Map.of());
	}

}
