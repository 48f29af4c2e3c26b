package io.harborai.autoconfigure;

import io.harborai.HarborAiClient;
import io.harborai.provider.Optimization;
import org.jspecify.annotations.Nullable;

/**
 * Switches off what the properties say.
 */
final class OptimizationSwitches {

	private OptimizationSwitches() {
	}

	static void apply(HarborAiProperties.Optimizations properties, HarborAiClient.Builder builder) {
		apply(properties.getLazyProviders(), Optimization.LAZY_PROVIDERS, builder);
		apply(properties.getIdleUnload(), Optimization.IDLE_UNLOAD, builder);
		apply(properties.getConnectionReuse(), Optimization.CONNECTION_REUSE, builder);
		apply(properties.getCompiledRoutes(), Optimization.COMPILED_ROUTES, builder);
	}

	private static void apply(@Nullable Boolean on, Optimization optimization, HarborAiClient.Builder builder) {
		if (Boolean.FALSE.equals(on)) {
			builder.switchOff(optimization);
		}
	}

}
