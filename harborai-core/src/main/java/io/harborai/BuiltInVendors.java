package io.harborai;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.provider.Presets;
import io.harborai.provider.ProviderFactory;
import io.harborai.provider.deepseek.DeepSeek;
import io.harborai.provider.doubao.Doubao;
import io.harborai.provider.openai.OpenAi;
import io.harborai.provider.wenxin.Wenxin;

/**
 * The vendors that need no code of the user's.
 */
final class BuiltInVendors {

	private BuiltInVendors() {
	}

	/**
	 * The factories by vendor name.
	 * @return an immutable map
	 */
	static Map<String, ProviderFactory> factories() {
		Map<String, ProviderFactory> factories = new LinkedHashMap<>();
		List<ProviderFactory> all = new ArrayList<>(Presets.factories());
		all.addAll(List.of(DeepSeek.factory(), Doubao.factory(), Wenxin.factory(), OpenAi.factory()));
		for (ProviderFactory factory : all) {
			factories.put(factory.vendor(), factory);
		}
		return Map.copyOf(factories);
	}

}
