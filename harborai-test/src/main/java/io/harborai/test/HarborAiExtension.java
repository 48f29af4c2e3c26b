package io.harborai.test;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.function.Predicate;

import io.harborai.HarborAiClient;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.test.cassette.CassetteDeck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Does what {@link HarborAiTest} and {@link Cassette} promise.
 */
final class HarborAiExtension implements BeforeAllCallback, TestInstancePostProcessor, BeforeEachCallback,
		AfterEachCallback, ParameterResolver, TestExecutionExceptionHandler {

	static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(HarborAiExtension.class);

	@Override
	public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
		return ExtensionContextScope.TEST_METHOD;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		inject(context.getRequiredTestClass(), null, context);
	}

	@Override
	public void postProcessTestInstance(Object testInstance, ExtensionContext context) {
		inject(testInstance.getClass(), testInstance, context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		TestBench bench = bench(context);
		bench.vendor().reset();
		AnnotationSupport.findAnnotation(context.getTestMethod(), Cassette.class)
			.ifPresent((cassette) -> deck(bench).insert(cassette.value(), cassette.mode(), cassette.replaySpeed()));
	}

	@Override
	public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
		CassetteDeck deck = bench(context).deck();
		if (deck != null) {
			// A request that isn't on the cassette is why the test failed, not one of the
			// consequences.
			deck.discard(failure);
		}
		throw failure;
	}

	@Override
	public void afterEach(ExtensionContext context) {
		CassetteDeck deck = bench(context).deck();
		if (deck != null) {
			Optional<Throwable> failure = context.getExecutionException();
			failure.ifPresentOrElse(deck::discard, deck::eject);
		}
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return (type == SimulatedVendor.class || type == HarborAiClient.class)
				&& (!SpringTests.isSpringTest(annotated(context)) || !SpringTests.resolves(parameter));
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return value(parameter.getParameter().getType(), context);
	}

	private static void inject(Class<?> type, @Nullable Object instance, ExtensionContext context) {
		boolean spring = SpringTests.isSpringTest(annotated(context));
		Predicate<Field> ours = (field) -> Modifier.isStatic(field.getModifiers()) == (instance == null)
				&& !Modifier.isFinal(field.getModifiers()) && (field.getType() == SimulatedVendor.class
						// which client is meant, Spring's own annotations say
						|| (field.getType() == HarborAiClient.class && !spring));
		for (Field field : ReflectionSupport.findFields(type, ours, HierarchyTraversalMode.TOP_DOWN)) {
			try {
				field.setAccessible(true);
				if (field.get(instance) == null) {
					field.set(instance, value(field.getType(), context));
				}
			}
			catch (IllegalAccessException ex) {
				throw new ExtensionConfigurationException(
						"Field '" + field.getName() + "' of " + field.getDeclaringClass().getName() + " can't be set",
						ex);
			}
		}
	}

	private static Object value(Class<?> type, ExtensionContext context) {
		return (type == SimulatedVendor.class) ? bench(context).vendor() : client(context);
	}

	private static HarborAiClient client(ExtensionContext context) {
		Class<?> annotated = annotated(context);
		if (SpringTests.isSpringTest(annotated)) {
			return SpringTests.client(context);
		}
		return context.getStore(NAMESPACE)
			.computeIfAbsent(new ClientKey(annotated), (key) -> PlainFixture.of(annotated, context).newClient(),
					HarborAiClient.class);
	}

	private static TestBench bench(ExtensionContext context) {
		Class<?> annotated = annotated(context);
		return SpringTests.isSpringTest(annotated) ? SpringTests.bench(context)
				: PlainFixture.of(annotated, context).bench();
	}

	private static CassetteDeck deck(TestBench bench) {
		if (bench.deck() == null) {
			throw new ExtensionConfigurationException(
					"@Cassette was found on a method that the test class neither declares nor inherits");
		}
		return bench.deck();
	}

	private static Class<?> annotated(ExtensionContext context) {
		Class<?> testClass = context.getRequiredTestClass();
		return TestClasses.annotated(testClass)
			.orElseThrow(() -> new ExtensionConfigurationException(
					"@Cassette needs @HarborAiTest on the class " + testClass.getName()));
	}

	/**
	 * Where a client is kept; a nested class with an annotation of its own has its own.
	 *
	 * @param annotated the class with {@link HarborAiTest}
	 */
	private record ClientKey(Class<?> annotated) {
	}

}
