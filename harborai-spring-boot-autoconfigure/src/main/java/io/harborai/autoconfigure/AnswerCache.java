package io.harborai.autoconfigure;

import java.time.Duration;

import io.harborai.HarborAiClient;
import io.harborai.cache.CacheSettings;
import io.harborai.cache.CompletionStore;
import io.harborai.error.InvalidSettingException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Gives the client a place to keep answers: the application's own store, a cache of its
 * {@link CacheManager}, or memory.
 */
final class AnswerCache {

	private static final String CAFFEINE = "com.github.benmanes.caffeine.cache.Caffeine";

	private final HarborAiProperties.Cache properties;

	private final ObjectProvider<CompletionStore> stores;

	private final ObjectProvider<CacheManager> managers;

	AnswerCache(HarborAiProperties.Cache properties, ObjectProvider<CompletionStore> stores,
			ObjectProvider<CacheManager> managers) {
		this.properties = properties;
		this.stores = stores;
		this.managers = managers;
	}

	void addTo(HarborAiClient.Builder builder) {
		if (!Boolean.TRUE.equals(this.properties.getEnabled())) {
			return;
		}
		CompletionStore store = this.stores.getIfAvailable();
		String name = PropertyText.read("harborai.cache.cache-name", this.properties.getCacheName());
		if (store != null) {
			builder.cache(store);
		}
		else if (name != null) {
			builder.cache(new SpringCacheStore(cache(name)));
		}
		else if (ClassUtils.isPresent(CAFFEINE, null)) {
			builder.cache(settings());
		}
		else {
			throw new InvalidPropertyException("harborai.cache.enabled",
					"is true, but there is nothing to keep answers in",
					"Add the dependency com.github.ben-manes.caffeine:caffeine, or set harborai.cache.cache-name to a "
							+ "cache of the application's CacheManager.");
		}
	}

	private Cache cache(String name) {
		CacheManager manager = this.managers.getIfAvailable();
		if (manager == null) {
			throw new InvalidPropertyException("harborai.cache.cache-name",
					"is set, but the application has no CacheManager",
					"Add spring-boot-starter-cache and @EnableCaching, or remove the property.");
		}
		Cache cache = manager.getCache(name);
		if (cache == null) {
			throw new InvalidPropertyException("harborai.cache.cache-name",
					"is '" + name + "', a cache that the application's CacheManager doesn't have",
					"Create it, for instance by spring.cache.cache-names.");
		}
		return cache;
	}

	private CacheSettings settings() {
		DataSize size = this.properties.getMaxSize();
		Duration life = this.properties.getTimeToLive();
		try {
			return new CacheSettings((size != null) ? size.toBytes() : CacheSettings.DEFAULTS.maxSize(),
					(life != null) ? life : CacheSettings.DEFAULTS.timeToLive());
		}
		catch (InvalidSettingException ex) {
			throw new InvalidPropertyException("harborai." + ex.setting(), ex.reason(), ex.remedy(), ex);
		}
	}

}
