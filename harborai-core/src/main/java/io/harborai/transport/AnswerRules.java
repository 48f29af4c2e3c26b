package io.harborai.transport;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.harborai.error.ErrorCategory;
import io.harborai.wire.ChatResponseReader;
import io.harborai.wire.ErrorTable;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * How a vendor's answers are to be understood: data that a dialect gives to the
 * transport.
 *
 * @param reader reads bodies and events
 * @param errors classifies errors
 * @param requestIdHeaders where the vendor puts its id of the request, best first
 * @param rateHeaders where the vendor tells what is left of its limits
 * @param remedies what to do about a category of error with this vendor, where it differs
 * from the usual advice
 * @param secrets the keys in use, to be kept out of messages
 */
public record AnswerRules(ChatResponseReader reader, ErrorTable errors, List<String> requestIdHeaders,
		RateHeaders rateHeaders, Map<ErrorCategory, String> remedies, Supplier<Collection<String>> secrets) {

	private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:|/=+-]{1,128}");

	public AnswerRules {
		requestIdHeaders = List.copyOf(requestIdHeaders);
		remedies = Map.copyOf(remedies);
	}

	@Nullable String requestId(HttpHeaders headers) {
		for (int i = 0; i < this.requestIdHeaders.size(); i++) {
			String id = headers.getFirst(this.requestIdHeaders.get(i));
			if (id != null && isRequestId(id)) {
				return id;
			}
		}
		return null;
	}

	/**
	 * Whether a text can be what it is taken for: one word, and none of our keys.
	 */
	boolean isRequestId(String text) {
		return REQUEST_ID.matcher(text).matches() && this.secrets.get().stream().noneMatch(text::contains);
	}

	@Override
	public String toString() {
		return "AnswerRules";
	}

}
