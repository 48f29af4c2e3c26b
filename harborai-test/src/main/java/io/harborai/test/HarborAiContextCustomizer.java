package io.harborai.test;

import java.nio.file.Path;
import java.util.List;

import io.harborai.test.cassette.CassetteDeck;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Gives a Spring context a simulated vendor. Classes whose customizers are equal share
 * contexts.
 *
 * @param providers the providers that were asked for, empty for those configured
 * @param defaultModel the model of requests that name none, "" for the application's own
 * @param cassettes where cassettes are, null if no test has any
 * @param recording whether any of them may be recorded
 */
record HarborAiContextCustomizer(List<String> providers, String defaultModel, @Nullable Path cassettes,
		boolean recording) implements ContextCustomizer {

	static HarborAiContextCustomizer of(Class<?> annotated) {
		HarborAiTest annotation = TestClasses.annotation(annotated);
		List<Cassette> cassettes = TestClasses.cassettes(annotated);
		Path directory = cassettes.isEmpty() ? null : CassetteDeck.directoryOf(annotated);
		boolean recording = directory != null
				&& TestClasses.mayRecord(cassettes, CassetteDeck.builder().directory(directory));
		return new HarborAiContextCustomizer(List.of(annotation.providers()), annotation.defaultModel(), directory,
				recording);
	}

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		// At refresh, when also the properties that other customizers add are there.
		context.addBeanFactoryPostProcessor(new TestBenchRegistrar(this, context.getEnvironment()));
	}

}
