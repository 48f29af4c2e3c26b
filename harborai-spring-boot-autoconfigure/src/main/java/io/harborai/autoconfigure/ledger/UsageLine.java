package io.harborai.autoconfigure.ledger;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.harborai.error.ErrorClass;
import io.harborai.observation.UsageRecord;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A record as a line of the spill file.
 */
final class UsageLine {

	private UsageLine() {
	}

	/**
	 * Write a record.
	 * @param row the record
	 * @return a JSON object on one line, without its end
	 */
	static String write(UsageRecord row) {
		Map<String, Object> line = new LinkedHashMap<>();
		line.put("call_id", row.callId());
		line.put("attempt", row.attempt());
		line.put("started_at", row.startedAt());
		put(line, "provider", row.provider());
		put(line, "model", row.model());
		put(line, "requested_model", row.requestedModel());
		line.put("streamed", row.streamed());
		line.put("outcome", row.outcome());
		put(line, "error_class", row.errorClass());
		put(line, "status_code", row.statusCode());
		put(line, "request_id", row.requestId());
		Usage usage = row.usage();
		if (!usage.isMissing()) {
			line.put("input_tokens", usage.promptTokens());
			line.put("output_tokens", usage.completionTokens());
			line.put("cached_tokens", usage.cachedTokens());
			line.put("reasoning_tokens", usage.reasoningTokens());
			line.put("estimated", usage.source() == Usage.Source.ESTIMATED);
		}
		Cost cost = row.cost();
		if (cost != null) {
			line.put("cost", cost.amount().toPlainString());
			line.put("currency", cost.currency().getCurrencyCode());
		}
		line.put("duration_ns", row.duration().toNanos());
		Duration firstToken = row.timeToFirstToken();
		put(line, "first_token_ns", (firstToken != null) ? firstToken.toNanos() : null);
		if (!row.tags().isEmpty()) {
			line.put("tags", row.tags());
		}
		return JsonLine.write(line);
	}

	private static void put(Map<String, Object> line, String name, @Nullable Object value) {
		if (value != null) {
			line.put(name, value);
		}
	}

	/**
	 * Read a record.
	 * @param text a line, without its end
	 * @return the record
	 * @throws IllegalArgumentException if it is none
	 */
	static UsageRecord read(String text) {
		Map<String, Object> line = JsonLine.read(text);
		try {
			return read(line);
		}
		catch (ClassCastException | DateTimeException | ArithmeticException ex) {
			throw new IllegalArgumentException("The line holds no record", ex);
		}
	}

	private static UsageRecord read(Map<String, Object> line) {
		Long status = (Long) line.get("status_code");
		String errorClass = (String) line.get("error_class");
		Long firstToken = (Long) line.get("first_token_ns");
		return new UsageRecord(UUID.fromString(text(line, "call_id")), Math.toIntExact(number(line, "attempt")),
				Instant.parse(text(line, "started_at")), (String) line.get("provider"), (String) line.get("model"),
				(String) line.get("requested_model"), Boolean.TRUE.equals(line.get("streamed")), text(line, "outcome"),
				(errorClass != null) ? ErrorClass.valueOf(errorClass) : null,
				(status != null) ? Math.toIntExact(status) : null, (String) line.get("request_id"), usage(line),
				cost(line), Duration.ofNanos(number(line, "duration_ns")),
				(firstToken != null) ? Duration.ofNanos(firstToken) : null, tags(line));
	}

	private static String text(Map<String, Object> line, String name) {
		return (String) value(line, name);
	}

	private static long number(Map<String, Object> line, String name) {
		return (Long) value(line, name);
	}

	private static Object value(Map<String, Object> line, String name) {
		Object value = line.get(name);
		if (value == null) {
			throw new IllegalArgumentException("The line holds no " + name);
		}
		return value;
	}

	private static Usage usage(Map<String, Object> line) {
		if (!line.containsKey("input_tokens")) {
			return Usage.MISSING;
		}
		long input = number(line, "input_tokens");
		long output = number(line, "output_tokens");
		return new Usage(input, output, input + output, number(line, "cached_tokens"), number(line, "reasoning_tokens"),
				Boolean.TRUE.equals(line.get("estimated")) ? Usage.Source.ESTIMATED : Usage.Source.PROVIDER, Map.of());
	}

	/**
	 * The amount alone is kept, not its parts.
	 */
	private static @Nullable Cost cost(Map<String, Object> line) {
		return line.containsKey("cost") ? Cost.of(Currency.getInstance(text(line, "currency")),
				new BigDecimal(text(line, "cost")), BigDecimal.ZERO, BigDecimal.ZERO) : null;
	}

	private static Map<String, String> tags(Map<String, Object> line) {
		Map<String, String> tags = new LinkedHashMap<>();
		if (line.get("tags") instanceof Map<?, ?> group) {
			group.forEach((name, value) -> tags.put((String) name, (String) value));
		}
		return tags;
	}

}
