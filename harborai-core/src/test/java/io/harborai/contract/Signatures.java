package io.harborai.contract;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.harborai.simulator.RecordedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks signed requests as the vendors' servers do: from the request as it arrived.
 */
final class Signatures {

	private static final Pattern BAIDU = Pattern
		.compile("(bce-auth-v1/([^/]+)/(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)/(\\d+))/([^/]*)/([0-9a-f]{64})");

	private static final Pattern VOLCENGINE = Pattern
		.compile("HMAC-SHA256 Credential=([^/]+)/(\\S+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})");

	private Signatures() {
	}

	/**
	 * Baidu AI Cloud's bce-auth-v1.
	 * @param request the request as it arrived
	 * @param accessKey the access key that must have signed
	 * @param secretKey its secret
	 */
	static void verifyBaidu(RecordedRequest request, String accessKey, String secretKey) {
		Matcher parts = BAIDU.matcher(request.header("authorization"));
		assertThat(parts.matches()).isTrue();
		assertThat(parts.group(2)).isEqualTo(accessKey);
		String headers = Stream.of(parts.group(5).split(";"))
			.map((name) -> name + ":" + percentEncoded(request.header(name).strip()))
			.sorted()
			.collect(Collectors.joining("\n"));
		String canonical = request.method() + "\n" + path(request) + "\n" + query(request) + "\n" + headers;
		String signingKey = hex(hmac(utf8(secretKey), parts.group(1)));
		assertThat(parts.group(6)).isEqualTo(hex(hmac(utf8(signingKey), canonical)));
		assertThat(parts.group(5).split(";")).contains("host");
	}

	/**
	 * Volcengine's signature, version 4.
	 * @param request the request as it arrived
	 * @param accessKey the access key that must have signed
	 * @param secretKey its secret
	 */
	static void verifyVolcengine(RecordedRequest request, String accessKey, String secretKey) {
		Matcher parts = VOLCENGINE.matcher(request.header("authorization"));
		assertThat(parts.matches()).isTrue();
		assertThat(parts.group(1)).isEqualTo(accessKey);
		String date = request.header("x-date");
		String scope = parts.group(2);
		assertThat(scope).startsWith(date.substring(0, 8) + "/").endsWith("/ark/request");
		String bodyHash = hex(sha256(request.bodyAsBytes()));
		assertThat(request.header("x-content-sha256")).isEqualTo(bodyHash);
		StringBuilder canonical = new StringBuilder(request.method()).append('\n')
			.append(path(request))
			.append('\n')
			.append(query(request))
			.append('\n');
		for (String name : parts.group(3).split(";")) {
			canonical.append(name).append(':').append(request.header(name).strip()).append('\n');
		}
		canonical.append('\n').append(parts.group(3)).append('\n').append(bodyHash);
		byte[] key = utf8(secretKey);
		for (String part : scope.split("/")) {
			key = hmac(key, part);
		}
		String toSign = "HMAC-SHA256\n" + date + "\n" + scope + "\n" + hex(sha256(utf8(canonical.toString())));
		assertThat(parts.group(4)).isEqualTo(hex(hmac(key, toSign)));
		assertThat(parts.group(3).split(";")).contains("host", "x-date");
	}

	private static String path(RecordedRequest request) {
		return request.path().substring(0, request.path().indexOf('?'));
	}

	private static String query(RecordedRequest request) {
		return Arrays.stream(request.path().substring(request.path().indexOf('?') + 1).split("&"))
			.sorted()
			.collect(Collectors.joining("&"));
	}

	private static String percentEncoded(String text) {
		StringBuilder encoded = new StringBuilder();
		for (byte b : utf8(text)) {
			char c = (char) (b & 0xFF);
			boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
					|| "-_.~".indexOf(c) >= 0;
			encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
		}
		return encoded.toString();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

	private static byte[] hmac(byte[] key, String text) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
			return mac.doFinal(utf8(text));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
