package io.harborai.provider.doubao;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Volcengine's signature of a control-plane request: HMAC-SHA256 over a canonical form of
 * the request, with a key derived from the secret key, the day, the region and the
 * service.
 */
final class RequestSignature {

	private static final String SERVICE = "ark";

	private static final String SIGNED_HEADERS = "content-type;host;x-content-sha256;x-date";

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
		.withZone(ZoneOffset.UTC);

	private final String accessKey;

	private final String secretKey;

	private final String region;

	RequestSignature(String accessKey, String secretKey, String region) {
		this.accessKey = accessKey;
		this.secretKey = secretKey;
		this.region = region;
	}

	List<Map.Entry<String, String>> headers(String method, URI uri, byte[] body, Instant at) {
		String timestamp = TIMESTAMP.format(at);
		String day = timestamp.substring(0, 8);
		String bodyHash = hex(sha256(body));
		String host = (uri.getPort() > 0) ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
		String[] parameters = uri.getRawQuery().split("&");
		Arrays.sort(parameters);
		String canonical = String.join("\n", method, uri.getRawPath(), String.join("&", parameters),
				"content-type:application/json", "host:" + host, "x-content-sha256:" + bodyHash, "x-date:" + timestamp,
				"", SIGNED_HEADERS, bodyHash);
		String scope = day + "/" + this.region + "/" + SERVICE + "/request";
		String toSign = String.join("\n", "HMAC-SHA256", timestamp, scope,
				hex(sha256(canonical.getBytes(StandardCharsets.UTF_8))));
		byte[] key = this.secretKey.getBytes(StandardCharsets.UTF_8);
		for (String part : new String[] { day, this.region, SERVICE, "request" }) {
			key = hmac(key, part);
		}
		String authorization = "HMAC-SHA256 Credential=" + this.accessKey + "/" + scope + ", SignedHeaders="
				+ SIGNED_HEADERS + ", Signature=" + hex(hmac(key, toSign));
		return List.of(Map.entry("Content-Type", "application/json"), Map.entry("Host", host),
				Map.entry("X-Date", timestamp), Map.entry("X-Content-Sha256", bodyHash),
				Map.entry("Authorization", authorization));
	}

	private static byte[] hmac(byte[] key, String text) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JVM has HmacSHA256", ex);
		}
	}

	private static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

}
