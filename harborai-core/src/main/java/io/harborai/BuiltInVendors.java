package io.harborai;

import java.util.HashMap;
import java.util.Map;

import io.harborai.provider.Presets;
import io.harborai.provider.Provider;
import io.harborai.provider.ProviderContext;
import io.harborai.provider.ProviderFactory;
import io.harborai.provider.ProviderSettings;
import io.harborai.provider.deepseek.DeepSeek;
import io.harborai.provider.doubao.Doubao;
import io.harborai.provider.openai.OpenAi;
import io.harborai.provider.wenxin.Wenxin;
import org.jspecify.annotations.Nullable;

/**
 * The vendors that need no code of the user's. What is known of one is loaded when a
 * provider of it is configured: a start pays for no other.
 */
final class BuiltInVendors {

	private BuiltInVendors() {
	}

	/**
	 * The factories by vendor name.
	 * @return a new map
	 */
	static Map<String, ProviderFactory> factories() {
		Map<String, ProviderFactory> factories = new HashMap<>();
		for (String vendor : new String[] { "deepseek", "doubao", "wenxin", "openai" }) {
			factories.put(vendor, new OnFirstUse(vendor));
		}
		for (String vendor : Presets.VENDORS) {
			factories.put(vendor, new OnFirstUse(vendor));
		}
		return factories;
	}

	private static ProviderFactory factory(String vendor) {
		return switch (vendor) {
			case "deepseek" -> DeepSeek.factory();
			case "doubao" -> Doubao.factory();
			case "wenxin" -> Wenxin.factory();
			case "openai" -> OpenAi.factory();
			default -> Presets.factory(vendor);
		};
	}

	/**
	 * Stands for a vendor's factory until it is needed.
	 */
	private static final class OnFirstUse implements ProviderFactory {

		private final String vendor;

		private @Nullable ProviderFactory made;

		private OnFirstUse(String vendor) {
			this.vendor = vendor;
		}

		private synchronized ProviderFactory made() {
			ProviderFactory factory = this.made;
			if (factory == null) {
				factory = factory(this.vendor);
				this.made = factory;
			}
			return factory;
		}

		@Override
		public String vendor() {
			return this.vendor;
		}

		@Override
		public void validate(ProviderSettings settings, ProviderContext context) {
			made().validate(settings, context);
		}

		@Override
		public Provider create(ProviderSettings settings, ProviderContext context) {
			return made().create(settings, context);
		}

	}

}
