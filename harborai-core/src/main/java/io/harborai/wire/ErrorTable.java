package io.harborai.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.harborai.error.ErrorCategory;
import org.jspecify.annotations.Nullable;

/**
 * Which category an error is. The body's code decides, then its type, then its message,
 * and only then the HTTP status, because many vendors use one status for several things:
 * 429 for "slow down" and for "no money". Immutable data; a vendor's table is the
 * {@link #COMMON} one with rows of its own, which win.
 */
public final class ErrorTable {

	private static final ErrorTable EMPTY = new ErrorTable(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

	/** What holds for every vendor that speaks OpenAI's protocol. */
	public static final ErrorTable COMMON = CommonErrors.addTo(EMPTY);

	private static final int OK = 200;

	private static final int NOT_FOUND = 404;

	private final Map<String, ErrorCategory> codes;

	private final Map<String, ErrorCategory> prefixes;

	private final Map<String, ErrorCategory> vagueCodes;

	private final Map<String, ErrorCategory> messages;

	private final Map<Integer, ErrorCategory> statuses;

	private ErrorTable(Map<String, ErrorCategory> codes, Map<String, ErrorCategory> prefixes,
			Map<String, ErrorCategory> vagueCodes, Map<String, ErrorCategory> messages,
			Map<Integer, ErrorCategory> statuses) {
		this.codes = codes;
		this.prefixes = prefixes;
		this.vagueCodes = vagueCodes;
		this.messages = messages;
		this.statuses = statuses;
	}

	/**
	 * Add codes or types that mean a category.
	 * @param codes whole code or type to category; case counts
	 * @return a new table
	 */
	public ErrorTable withCodes(Map<String, ErrorCategory> codes) {
		return new ErrorTable(merge(codes, this.codes), this.prefixes, this.vagueCodes, this.messages, this.statuses);
	}

	/**
	 * Add codes or types that mean a category with one HTTP status only; they win over
	 * the same codes without a status.
	 * @param status the HTTP status
	 * @param codes whole code or type to category; case counts
	 * @return a new table
	 */
	public ErrorTable withCodes(int status, Map<String, ErrorCategory> codes) {
		Map<String, ErrorCategory> qualified = new LinkedHashMap<>();
		codes.forEach((code, category) -> qualified.put(qualified(status, code), category));
		return withCodes(qualified);
	}

	/**
	 * Add beginnings of codes or types that mean a category, asked after whole codes, the
	 * longest first.
	 * @param prefixes how the code starts, to category; case counts
	 * @return a new table
	 */
	public ErrorTable withPrefixes(Map<String, ErrorCategory> prefixes) {
		return new ErrorTable(this.codes, merge(prefixes, this.prefixes), this.vagueCodes, this.messages,
				this.statuses);
	}

	/**
	 * Add codes or types that say less than message and HTTP status do, and so count only
	 * where these say nothing: in an error inside an HTTP 200.
	 * @param codes whole code or type to category; case counts
	 * @return a new table
	 */
	public ErrorTable withVagueCodes(Map<String, ErrorCategory> codes) {
		return new ErrorTable(this.codes, this.prefixes, merge(codes, this.vagueCodes), this.messages, this.statuses);
	}

	/**
	 * Add pieces of messages that mean a category, asked after codes, in their order.
	 * @param patterns a piece of the message in lower case, {@code *} in it stands for
	 * any text, to category
	 * @return a new table
	 */
	public ErrorTable withMessagePatterns(Map<String, ErrorCategory> patterns) {
		return new ErrorTable(this.codes, this.prefixes, this.vagueCodes, merge(patterns, this.messages),
				this.statuses);
	}

	/**
	 * Add HTTP statuses that mean a category, asked last.
	 * @param statuses status to category
	 * @return a new table
	 */
	public ErrorTable withStatuses(Map<Integer, ErrorCategory> statuses) {
		return new ErrorTable(this.codes, this.prefixes, this.vagueCodes, this.messages,
				merge(statuses, this.statuses));
	}

	private static <K> Map<K, ErrorCategory> merge(Map<K, ErrorCategory> first, Map<K, ErrorCategory> then) {
		Map<K, ErrorCategory> merged = new LinkedHashMap<>(first);
		then.forEach(merged::putIfAbsent);
		return Collections.unmodifiableMap(merged);
	}

	/**
	 * Find the category of an error.
	 * @param status the answer's HTTP status; a status inside the body wins over a 2xx
	 * @param body the vendor's error
	 * @return the category
	 */
	public ErrorCategory classify(int status, ErrorBody body) {
		int effective = effective(status, body);
		ErrorCategory category = specific(effective, body);
		if (category != null) {
			return category;
		}
		if (effective == NOT_FOUND) {
			return saysNothing(body) ? ErrorCategory.INVALID_REQUEST : ErrorCategory.MODEL_NOT_FOUND;
		}
		category = this.statuses.get(effective);
		if (category == null && effective < 300) {
			category = lookUp(this.vagueCodes, body);
		}
		if (category != null) {
			return category;
		}
		return (effective >= 300 && effective < 500) ? ErrorCategory.INVALID_REQUEST : ErrorCategory.SERVER_ERROR;
	}

	/**
	 * Whether the answer looks like one from a path that doesn't exist: a 404 that no
	 * error of the vendor's explains. Then the base URL is wrong, not the model.
	 * @param status the answer's HTTP status
	 * @param body the vendor's error
	 * @return whether the path is the likely cause
	 */
	public boolean isWrongPath(int status, ErrorBody body) {
		return status == NOT_FOUND && specific(status, body) == null && saysNothing(body);
	}

	private static int effective(int status, ErrorBody body) {
		return (status < 300 && body.status() != null) ? body.status() : (status > 0) ? status : OK;
	}

	/** No code at all, one that only repeats the status, or one that fits anything. */
	private boolean saysNothing(ErrorBody body) {
		return isVague(body.code()) && isVague(body.type());
	}

	private boolean isVague(@Nullable String code) {
		return code == null || code.equals("404") || this.vagueCodes.containsKey(code);
	}

	private @Nullable ErrorCategory specific(int status, ErrorBody body) {
		for (String code : new @Nullable String[] { body.code(), body.type() }) {
			ErrorCategory category = (code != null) ? byCode(status, code) : null;
			if (category != null) {
				return category;
			}
		}
		return (body.message() != null) ? byMessage(body.message().toLowerCase(Locale.ROOT)) : null;
	}

	private @Nullable ErrorCategory byCode(int status, String code) {
		ErrorCategory category = this.codes.get(qualified(status, code));
		if (category == null) {
			category = this.codes.get(code);
		}
		if (category != null) {
			return category;
		}
		String longest = "";
		for (String prefix : this.prefixes.keySet()) {
			if (code.startsWith(prefix) && prefix.length() > longest.length()) {
				longest = prefix;
			}
		}
		return this.prefixes.get(longest);
	}

	private @Nullable ErrorCategory byMessage(String message) {
		for (Map.Entry<String, ErrorCategory> row : this.messages.entrySet()) {
			if (matches(row.getKey(), message)) {
				return row.getValue();
			}
		}
		return null;
	}

	private static boolean matches(String pattern, String message) {
		int from = 0;
		for (String piece : pattern.split("\\*")) {
			int at = message.indexOf(piece, from);
			if (at < 0) {
				return false;
			}
			from = at + piece.length();
		}
		return true;
	}

	private static @Nullable ErrorCategory lookUp(Map<String, ErrorCategory> codes, ErrorBody body) {
		ErrorCategory category = (body.code() != null) ? codes.get(body.code()) : null;
		return (category == null && body.type() != null) ? codes.get(body.type()) : category;
	}

	private static String qualified(int status, String code) {
		return status + " " + code;
	}

}
