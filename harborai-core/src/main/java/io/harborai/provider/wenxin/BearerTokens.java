package io.harborai.provider.wenxin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.harborai.call.Attempt;
import io.harborai.call.Target;
import io.harborai.error.AuthenticationException;
import io.harborai.error.ErrorDetails;
import io.harborai.json.Json;
import io.harborai.provider.ApiKey;
import io.harborai.provider.Credentials;
import io.harborai.provider.Exchanging;
import io.harborai.provider.ProviderSettings;
import io.harborai.provider.RefreshedKey;
import io.harborai.transport.Endpoint;
import io.harborai.transport.ExchangeRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Exchanges an access key and secret key for a bearer token at Baidu's IAM, by a request
 * signed with bce-auth-v1. The token serves all models; it is fetched once, however many
 * calls wait for it, and again before it expires or when the vendor stops accepting it.
 */
final class BearerTokens implements Credentials {

	private static final String IAM = "https://iam.bj.baidubce.com";

	private static final Duration LIFE = Duration.ofDays(1);

	private static final int SIGNATURE_SECONDS = 1800;

	private final Exchanging exchanging;

	private final String accessKey;

	private final String secretKey;

	private final URI uri;

	private final Endpoint endpoint;

	private final RefreshedKey token;

	BearerTokens(Exchanging exchanging) {
		this.exchanging = exchanging;
		ProviderSettings settings = exchanging.settings();
		this.accessKey = Objects.requireNonNull(settings.accessKey());
		this.secretKey = Objects.requireNonNull(settings.secretKey());
		String root = settings.options().getOrDefault("iam-url", IAM);
		this.uri = URI.create(root + "/v1/BCE-BEARER/token?expireInSeconds=" + LIFE.toSeconds());
		this.endpoint = new Endpoint("GET", this.uri, List.of());
		this.token = new RefreshedKey(exchanging.ticker(), this::exchange);
	}

	@Override
	public @Nullable ApiKey atHand(Target target) {
		return this.token.atHand();
	}

	@Override
	public Mono<ApiKey> fetch(Target target) {
		return this.token.fetch();
	}

	@Override
	public void watch(Attempt attempt, ApiKey key) {
		this.token.watch(attempt, key);
	}

	@Override
	public Collection<String> secrets() {
		String latest = this.token.latest();
		return (latest != null) ? List.of(latest) : List.of();
	}

	private Mono<RefreshedKey.Fresh> exchange() {
		return Mono.defer(() -> this.exchanging.fetch()
			.fetch(new ExchangeRequest(this.endpoint, List.of(Map.entry("Host", host()),
					Map.entry("Accept", "application/json"), Map.entry("Authorization", sign(Instant.now()))), null),
					this::fresh));
	}

	private RefreshedKey.Fresh fresh(byte[] body) {
		Map<String, Object> answer = Json.readMap(body);
		if (answer.get("token") instanceof String token) {
			Duration life = LIFE;
			if (answer.get("expireTime") instanceof String expires) {
				life = Duration.between(Instant.now(), time(expires));
			}
			return new RefreshedKey.Fresh(new ApiKey("bearer-token", token), life);
		}
		throw new AuthenticationException(ErrorDetails.problem("Baidu's IAM answered without a token")
			.target(this.exchanging.settings().name(), null)
			.remedy("Check access-key and secret-key.")
			.build(), null);
	}

	private static Instant time(String text) {
		try {
			return Instant.parse(text);
		}
		catch (DateTimeParseException ex) {
			throw new Json.UnreadableException("'expireTime' isn't a time");
		}
	}

	private String host() {
		return (this.uri.getPort() > 0) ? this.uri.getHost() + ":" + this.uri.getPort() : this.uri.getHost();
	}

	/**
	 * The bce-auth-v1 signature: a key derived from the secret key and the time signs
	 * method, path, query and host.
	 */
	String sign(Instant at) {
		String prefix = "bce-auth-v1/" + this.accessKey + "/" + at.truncatedTo(ChronoUnit.SECONDS) + "/"
				+ SIGNATURE_SECONDS;
		String canonical = String.join("\n", "GET", this.uri.getRawPath(), this.uri.getRawQuery(),
				"host:" + host().replace(":", "%3A"));
		return prefix + "/host/" + hmac(hmac(this.secretKey, prefix), canonical);
	}

	private static String hmac(String key, String text) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JVM has HmacSHA256", ex);
		}
	}

}
