package io.harborai.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * What a native image must keep: the properties, which are bound by reflection, and the
 * model catalog.
 */
class HarborAiRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar
			.forTypes(HarborAiProperties.class, ProviderProperties.class, RouteProperties.class)
			.registerHints(hints, classLoader);
		// A name alone becomes a group by its constructor.
		hints.reflection().registerType(RouteModelProperties.class, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
		hints.resources().registerPattern("io/harborai/models.json");
	}

}
