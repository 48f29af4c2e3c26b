package io.harborai.autoconfigure.actuate;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.harborai.HarborAiClient;
import io.harborai.provider.ApiKey;
import io.harborai.provider.ApiKeySource;
import io.harborai.provider.ProviderSettings;
import io.harborai.transport.ProxySettings;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Masks keys at {@code configprops} and {@code env} even for those who may see values
 * there, and under whatever name they stand in the environment.
 */
class SecretSanitizingFunction implements SanitizingFunction {

	private final ObjectProvider<HarborAiClient> client;

	private final ObjectProvider<ApiKeySource> keySources;

	SecretSanitizingFunction(ObjectProvider<HarborAiClient> client, ObjectProvider<ApiKeySource> keySources) {
		this.client = client;
		this.keySources = keySources;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		return isSecret(data) ? data.withSanitizedValue() : data;
	}

	private boolean isSecret(SanitizableData data) {
		Object value = data.getValue();
		if (value == null) {
			return false;
		}
		String key = uniform(data.getLowerCaseKey());
		if (key.startsWith("harborai") && Stream.of("apikey", "accesskey", "secretkey", "password", "headers", "query")
			.anyMatch(key::contains)) {
			return true;
		}
		String text = value.toString();
		return secrets().stream().anyMatch(text::contains);
	}

	private static String uniform(String key) {
		return key.replace("-", "").replace("_", "").replace(".", "");
	}

	private Set<String> secrets() {
		return this.client.orderedStream()
			.flatMap((client) -> client.providers().snapshot().entries().values().stream())
			.flatMap((entry) -> Stream.concat(secrets(entry.handle().settings()), sourced(entry.handle().name())))
			// Short ones, such as a local server's "none", would mask harmless text.
			.filter((secret) -> secret.length() >= 8)
			.collect(Collectors.toSet());
	}

	private Stream<String> sourced(String provider) {
		return this.keySources.orderedStream()
			.filter((source) -> source.serves(provider))
			.flatMap((source) -> source.keys(provider).stream())
			.map(ApiKey::value);
	}

	private static Stream<String> secrets(ProviderSettings settings) {
		ProxySettings proxy = settings.http().proxy();
		Stream<@Nullable String> others = Stream.of(settings.accessKey(), settings.secretKey(),
				(proxy != null) ? proxy.password() : null);
		return Stream.concat(settings.apiKeys().stream().map(ApiKey::value), others.filter(Objects::nonNull));
	}

}
