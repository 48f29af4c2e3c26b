package io.harborai.simulator;

/**
 * The headers that each vendor puts on its answers.
 */
final class VendorHeaders {

	private VendorHeaders() {
	}

	/**
	 * Return a vendor's headers.
	 * @param dialect the vendor
	 * @param contentType the body's media type; empty for none
	 * @param requestId the request's id
	 * @param request the request, whose own id some vendors give back
	 * @param promptTokens about how many tokens the request has
	 * @return names and values in turns
	 */
	static String[] of(Dialect dialect, String contentType, String requestId, RecordedRequest request,
			int promptTokens) {
		return switch (dialect) {
			case DEEPSEEK -> new String[] { "content-type", contentType, "x-ds-trace-id", requestId };
			case DOUBAO -> new String[] { "content-type", contentType, "X-Request-Id", requestId, "X-Client-Request-Id",
					given(request, "X-Client-Request-Id", "") };
			case WENXIN -> new String[] { "Content-Type", contentType, "X-Request-Id",
					given(request, "X-Request-Id", requestId), "X-Ratelimit-Limit-Requests", "300",
					"X-Ratelimit-Limit-Tokens", "300000", "X-Ratelimit-Remaining-Requests", "299",
					"X-Ratelimit-Remaining-Tokens", Integer.toString(300_000 - promptTokens) };
			case OPENAI -> new String[] { "content-type", contentType, "x-request-id", requestId,
					"openai-processing-ms", "12", "x-ratelimit-limit-requests", "10000", "x-ratelimit-limit-tokens",
					"2000000", "x-ratelimit-remaining-requests", "9999", "x-ratelimit-remaining-tokens",
					Integer.toString(2_000_000 - promptTokens), "x-ratelimit-reset-requests", "6ms",
					"x-ratelimit-reset-tokens", "1ms" };
		};
	}

	private static String given(RecordedRequest request, String name, String otherwise) {
		String value = request.header(name);
		return (value != null) ? value : otherwise;
	}

}
