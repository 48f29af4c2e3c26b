package io.harborai.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.util.ClassUtils;

/**
 * Lets Spring contexts of classes with {@link HarborAiTest} talk to the simulator.
 */
final class HarborAiContextCustomizerFactory implements ContextCustomizerFactory {

	private static final boolean BOOT_PRESENT = ClassUtils.isPresent(
			"org.springframework.boot.context.properties.bind.Binder",
			HarborAiContextCustomizerFactory.class.getClassLoader());

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return TestClasses.annotated(testClass).map(HarborAiContextCustomizerFactory::customizer).orElse(null);
	}

	private static ContextCustomizer customizer(Class<?> annotated) {
		if (!BOOT_PRESENT) {
			throw new IllegalStateException("@HarborAiTest on a Spring test needs Spring Boot on the class path");
		}
		return HarborAiContextCustomizer.of(annotated);
	}

}
