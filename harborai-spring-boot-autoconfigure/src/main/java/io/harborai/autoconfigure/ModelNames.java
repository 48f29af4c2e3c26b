package io.harborai.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.harborai.provider.ProviderSettings;

/**
 * Makes sure that every alias stands for one model only: the first of two would silently
 * win.
 */
final class ModelNames {

	private final Map<String, String> owners = new HashMap<>();

	/**
	 * Check the aliases of all providers.
	 * @param providers the providers
	 * @throws InvalidPropertyException if an alias stands for two models
	 */
	static void check(List<ProviderSettings> providers) {
		ModelNames names = new ModelNames();
		providers.forEach(names::check);
	}

	private void check(ProviderSettings provider) {
		for (int i = 0; i < provider.models().size(); i++) {
			String alias = provider.models().get(i).alias();
			if (alias != null) {
				String property = ProviderSettingsMapper.path(provider.name()) + ".models[" + i + "].alias";
				String owner = this.owners.putIfAbsent(alias, property);
				if (owner != null) {
					throw new InvalidPropertyException(property, "is '" + alias + "', as is " + owner,
							"Give each model an alias of its own.");
				}
			}
		}
	}

}
