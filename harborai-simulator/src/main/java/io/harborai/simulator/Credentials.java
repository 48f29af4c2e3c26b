package io.harborai.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.netty.handler.codec.http.QueryStringDecoder;

/**
 * Exchanges access and secret keys for short-lived ones, as Baidu's IAM and Volcengine's
 * control plane do. Looks at the form of a signature, not at its value.
 */
final class Credentials {

	private static final String BAIDU_SIGNATURE = "bce-auth-v1/[^/]+/\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ/\\d+/[^/]*/[0-9a-f]{64}";

	private static final String VOLC_SIGNATURE = "HMAC-SHA256 Credential=[^/]+/\\d{8}/[^/]+/[^/]+/request, ?"
			+ "SignedHeaders=[^,]+, ?Signature=[0-9a-f]{64}";

	private static final Duration BAIDU_DEFAULT = Duration.ofMinutes(30);

	private static final Duration VOLC_DEFAULT = Duration.ofDays(7);

	private final Keys keys;

	Credentials(Keys keys) {
		this.keys = keys;
	}

	/**
	 * Answer Baidu's {@code GET /v1/BCE-BEARER/token}.
	 * @param request the request
	 * @param ids where the token's letters come from
	 * @param now the time
	 * @param out where to
	 * @return the status
	 */
	int baidu(RecordedRequest request, Identifiers ids, Instant now, StringBuilder out) {
		String requestId = ids.request(Dialect.WENXIN, now.getEpochSecond());
		if (!signed(request, BAIDU_SIGNATURE)) {
			JsonText.value(out,
					new TreeMap<>(Map.of("code", "InvalidHTTPAuthHeader", "message",
							"The HTTP authorization header is invalid. Consult the service documentation for details.",
							"requestId", requestId)));
			return 400;
		}
		String token = "bce-v3/ALTAK-" + ids.letters(21, 62) + '/' + ids.letters(40, 16);
		this.keys.issue(token);
		Instant created = now.truncatedTo(ChronoUnit.SECONDS);
		JsonText.field(out.append("{\"userId\":\"5e1f0a\","), "token", token);
		JsonText.field(out.append(",\"status\":\"enable\","), "createTime", created.toString());
		JsonText.field(out.append(','), "expireTime",
				created.plusSeconds(query(request, "expireInSeconds", BAIDU_DEFAULT)).toString());
		out.append('}');
		return 201;
	}

	/**
	 * Answer Volcengine's {@code GetApiKey}.
	 * @param request the request
	 * @param ids where the key's letters come from
	 * @param now the time
	 * @param out where to
	 * @return the status
	 */
	int volcengine(RecordedRequest request, Identifiers ids, Instant now, StringBuilder out) {
		boolean known = request.path().contains("Action=GetApiKey") && request.path().contains("Version=2024-01-01");
		boolean allowed = signed(request, VOLC_SIGNATURE);
		JsonText.field(out.append("{\"ResponseMetadata\":{"), "RequestId",
				"20260101" + ids.letters(24, 16).toUpperCase(Locale.ROOT));
		out.append(
				",\"Action\":\"GetApiKey\",\"Version\":\"2024-01-01\",\"Service\":\"ark\",\"Region\":\"cn-beijing\"");
		if (!known || !allowed) {
			JsonText.field(out.append(",\"Error\":{"), "Code",
					known ? "InvalidAuthorization" : "InvalidActionOrVersion");
			JsonText.field(out.append(','), "Message",
					known ? "The authorization header of the request is missing or malformed."
							: "Could not find operation for the requested action and version.");
			out.append("}}}");
			return known ? 401 : 404;
		}
		String key = "ark-" + ids.letters(40, 36);
		this.keys.issue(key);
		Map<String, Object> body = request.json();
		Object seconds = (body != null) ? body.get("DurationSeconds") : null;
		long lifetime = (seconds instanceof Number number) ? number.longValue() : VOLC_DEFAULT.toSeconds();
		JsonText.field(out.append("},\"Result\":{"), "ApiKey", key);
		out.append(",\"ExpiredTime\":").append(now.getEpochSecond() + lifetime).append("}}");
		return 200;
	}

	private static boolean signed(RecordedRequest request, String form) {
		String header = request.header("authorization");
		return header != null && header.matches(form);
	}

	private static long query(RecordedRequest request, String name, Duration otherwise) {
		return new QueryStringDecoder(request.path()).parameters()
			.getOrDefault(name, List.of())
			.stream()
			.filter((value) -> value.matches("\\d{1,9}"))
			.mapToLong(Long::parseLong)
			.findFirst()
			.orElse(otherwise.toSeconds());
	}

}
