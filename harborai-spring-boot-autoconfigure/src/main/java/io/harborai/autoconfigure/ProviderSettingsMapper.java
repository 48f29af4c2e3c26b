package io.harborai.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.harborai.provider.ApiKey;
import io.harborai.provider.ProviderSettings;
import io.harborai.error.InvalidSettingException;
import io.harborai.transport.Timeouts;
import org.jspecify.annotations.Nullable;

/**
 * Turns the properties of providers into what core understands. What isn't set stays
 * unset, so that core's own layers decide.
 */
final class ProviderSettingsMapper {

	static final String DEFAULTS = "harborai.defaults";

	private final HttpMapper http;

	ProviderSettingsMapper(HttpMapper http) {
		this.http = http;
	}

	/**
	 * The full path of a provider's properties.
	 * @param provider the provider's name
	 * @return the path
	 */
	static String path(String provider) {
		return "harborai.providers." + provider;
	}

	/**
	 * Translate what all providers inherit.
	 * @param properties the properties
	 * @return the settings
	 * @throws InvalidPropertyException if a value can't work
	 */
	ProviderSettings mapDefaults(InheritableProperties properties) {
		ProviderSettings.Builder builder = ProviderSettings.builder("defaults");
		inherit(DEFAULTS, builder, properties);
		return builder.build();
	}

	/**
	 * Translate a provider.
	 * @param name its name
	 * @param properties its properties
	 * @return the settings
	 * @throws InvalidPropertyException if a value can't work
	 */
	ProviderSettings map(String name, ProviderProperties properties) {
		String path = path(name);
		ProviderSettings.Builder builder = ProviderSettings.builder(name);
		inherit(path, builder, properties);
		builder.enabled(properties.getEnabled());
		String vendor = PropertyText.read(path + ".vendor", properties.getVendor());
		builder.vendor(vendor);
		builder.baseUrl(PropertyText.read(path + ".base-url", properties.getBaseUrl()));
		keys(path, builder, properties);
		each(path + ".options", properties.getOptions(), builder::option);
		each(path + ".query", properties.getQuery(), builder::query);
		List<ModelProperties> models = properties.getModels();
		for (int i = 0; i < models.size(); i++) {
			builder.model(ModelMapper.map(path + ".models[" + i + "]", name, (vendor != null) ? vendor : name,
					models.get(i)));
		}
		return builder.build();
	}

	private static void keys(String path, ProviderSettings.Builder builder, ProviderProperties properties) {
		ApiKeyMapper keys = new ApiKeyMapper(Boolean.FALSE.equals(properties.getEnabled()));
		String single = keys.secret(path + ".api-key", properties.getApiKey());
		if (single != null) {
			builder.apiKey(single);
		}
		properties.getApiKeys().forEach((name, value) -> {
			ApiKey key = within(path, () -> keys.map(path + ".api-keys." + name, name, value));
			if (key != null) {
				builder.apiKey(key);
			}
		});
		builder.accessKey(keys.secret(path + ".access-key", properties.getAccessKey()));
		builder.secretKey(keys.secret(path + ".secret-key", properties.getSecretKey()));
	}

	/**
	 * Names the property that a setting, which core refuses, stands for.
	 */
	private static <T extends @Nullable Object> T within(String path, Supplier<T> mapping) {
		try {
			return mapping.get();
		}
		catch (InvalidSettingException ex) {
			throw new InvalidPropertyException(path + "." + ex.setting(), ex.reason(), ex.remedy(), ex);
		}
	}

	private void inherit(String path, ProviderSettings.Builder builder, InheritableProperties properties) {
		each(path + ".headers", properties.getHeaders(), builder::header);
		within(path,
				() -> builder.http(this.http.map(path + ".http", properties.getHttp()))
					.timeouts(timeouts(properties.getTimeouts()))
					.resilience(ResilienceMapper.map(properties.getResilience()))
					.unloadAfterIdle(properties.getUnloadAfterIdle()));
		builder.legacyAliases(properties.getLegacyAliases());
		builder.warmUp(properties.getWarmUp());
	}

	private static Timeouts timeouts(TimeoutProperties timeouts) {
		return new Timeouts(timeouts.getConnect(), timeouts.getFirstToken(), timeouts.getFirstTokenReasoning(),
				timeouts.getProgress(), timeouts.getProgressReasoning(), timeouts.getTotal());
	}

	private static void each(String path, Map<String, String> values, BiConsumer<String, String> target) {
		values.forEach((name, value) -> {
			String text = PropertyText.read(path + "." + name, value);
			try {
				if (text != null) {
					target.accept(name, text);
				}
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidPropertyException(path + "." + name, "can't be used: " + ex.getMessage(),
						"Correct or remove it.", ex);
			}
		});
	}

}
