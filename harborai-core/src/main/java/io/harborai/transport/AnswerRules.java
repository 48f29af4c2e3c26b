package io.harborai.transport;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.harborai.error.ErrorCategory;
import io.harborai.wire.ChatResponseReader;
import io.harborai.wire.ErrorTable;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

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

	private static final int LONGEST_REQUEST_ID = 128;

	public AnswerRules {
		requestIdHeaders = List.copyOf(requestIdHeaders);
		remedies = Map.copyOf(remedies);
	}

	@Nullable String requestId(HttpHeaders headers) {
		for (int i = 0; i < this.requestIdHeaders.size(); i++) {
			String id = headers.get(this.requestIdHeaders.get(i));
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
		if (text.isEmpty() || text.length() > LONGEST_REQUEST_ID) {
			return false;
		}
		for (int i = 0; i < text.length(); i++) {
			if (!isOfRequestId(text.charAt(i))) {
				return false;
			}
		}
		for (String secret : this.secrets.get()) {
			if (text.contains(secret)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isOfRequestId(char c) {
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || "._:|/=+-".indexOf(c) >= 0;
	}

	@Override
	public String toString() {
		return "AnswerRules";
	}

}
