package io.harborai.provider.doubao;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

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
 * Exchanges an access key and secret key for temporary API keys, one for each inference
 * endpoint or bot, by the signed call {@code GetApiKey} of Ark's control plane (as the
 * vendor's own SDK does). Keys are fetched once, however many calls wait for them, and
 * again before they expire.
 */
final class TemporaryKeys implements Credentials {

	private static final String CONTROL_PLANE = "https://open.volcengineapi.com";

	private static final Duration LIFE = Duration.ofDays(7);

	private static final int MAX_KEYS = 1000;

	private final Exchanging exchanging;

	private final RequestSignature signature;

	private final URI uri;

	private final Endpoint endpoint;

	private final Map<String, RefreshedKey> keys = new ConcurrentHashMap<>();

	TemporaryKeys(Exchanging exchanging) {
		this.exchanging = exchanging;
		ProviderSettings settings = exchanging.settings();
		this.signature = new RequestSignature(Objects.requireNonNull(settings.accessKey()),
				Objects.requireNonNull(settings.secretKey()), settings.options().getOrDefault("region", "cn-beijing"));
		String root = settings.options().getOrDefault("control-plane-url", CONTROL_PLANE);
		this.uri = URI.create(root + "/?Action=GetApiKey&Version=2024-01-01");
		this.endpoint = new Endpoint("POST", this.uri, List.of());
	}

	@Override
	public @Nullable ApiKey atHand(Target target) {
		RefreshedKey key = this.keys.get(target.model());
		return (key != null) ? key.atHand() : null;
	}

	@Override
	public Mono<ApiKey> fetch(Target target) {
		String resource = target.model();
		if (!resource.startsWith("ep-") && !resource.startsWith("bot-")) {
			return Mono.error(new AuthenticationException(ErrorDetails
				.problem(resource.isEmpty() ? "a temporary key belongs to one endpoint and can't list models"
						: "a temporary key belongs to one endpoint, and '" + resource + "' is a model")
				.target(target.provider(), resource)
				.remedy("Ask for an endpoint (ep-...), or use an api-key instead of access-key and secret-key.")
				.build(), null));
		}
		if (this.keys.size() >= MAX_KEYS) {
			// Names come from requests: what is kept must not grow with what is sent.
			this.keys.clear();
		}
		return this.keys
			.computeIfAbsent(resource, (name) -> new RefreshedKey(this.exchanging.ticker(), () -> exchange(name)))
			.fetch();
	}

	private Mono<RefreshedKey.Fresh> exchange(String resource) {
		return Mono.defer(() -> {
			byte[] body = Json.write(Map.of("DurationSeconds", LIFE.toSeconds(), "ResourceType",
					resource.startsWith("bot-") ? "bot" : "endpoint", "ResourceIds", List.of(resource)));
			List<Map.Entry<String, String>> headers = new ArrayList<>(
					this.signature.headers("POST", this.uri, body, Instant.now()));
			headers.add(Map.entry("Accept", "application/json"));
			return this.exchanging.fetch()
				.fetch(new ExchangeRequest(this.endpoint, headers, ExchangeRequest.bytes(body)), this::fresh);
		});
	}

	private RefreshedKey.Fresh fresh(byte[] body) {
		Map<String, Object> answer = Json.readMap(body);
		if (answer.get("Result") instanceof Map<?, ?> result && result.get("ApiKey") instanceof String key) {
			Instant expires = (result.get("ExpiredTime") instanceof Number seconds)
					? Instant.ofEpochSecond(seconds.longValue()) : Instant.now().plus(LIFE);
			return new RefreshedKey.Fresh(new ApiKey("temporary", key), Duration.between(Instant.now(), expires));
		}
		throw new AuthenticationException(ErrorDetails.problem("the control plane's answer to GetApiKey holds no key")
			.target(this.exchanging.settings().name(), null)
			.remedy("Check that the access key may do ark:GetApiKey.")
			.build(), null);
	}

	@Override
	public void watch(Attempt attempt, ApiKey key) {
		RefreshedKey refreshed = this.keys.get(attempt.model());
		if (refreshed != null) {
			refreshed.watch(attempt, key);
		}
	}

	@Override
	public Collection<String> secrets() {
		return this.keys.values().stream().map(RefreshedKey::latest).filter(Objects::nonNull).toList();
	}

}
