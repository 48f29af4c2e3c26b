package io.harborai.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.harborai.test.cassette.CassetteDeck;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Reads the annotations of test classes, with those around and inside them.
 */
final class TestClasses {

	private TestClasses() {
	}

	/**
	 * Find the class that is annotated with {@link HarborAiTest}: the class itself or the
	 * nearest one around it.
	 * @param testClass the class
	 * @return the annotated class, empty if there is none
	 */
	static Optional<Class<?>> annotated(Class<?> testClass) {
		for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
			if (AnnotationSupport.isAnnotated(type, HarborAiTest.class)) {
				return Optional.of(type);
			}
		}
		return Optional.empty();
	}

	static HarborAiTest annotation(Class<?> annotated) {
		return AnnotationSupport.findAnnotation(annotated, HarborAiTest.class).orElseThrow();
	}

	/**
	 * Find the cassettes of all tests of a class and the classes nested in it.
	 * @param testClass the class
	 * @return the annotations
	 */
	static List<Cassette> cassettes(Class<?> testClass) {
		List<Cassette> cassettes = new ArrayList<>();
		ReflectionSupport
			.findMethods(testClass, (method) -> AnnotationSupport.isAnnotated(method, Cassette.class),
					HierarchyTraversalMode.TOP_DOWN)
			.forEach((method) -> AnnotationSupport.findAnnotation(method, Cassette.class).ifPresent(cassettes::add));
		ReflectionSupport.findNestedClasses(testClass, (nested) -> AnnotationSupport.isAnnotated(nested, Nested.class))
			.forEach((nested) -> cassettes.addAll(cassettes(nested)));
		return cassettes;
	}

	/**
	 * Whether any of the cassettes may be recorded, so that real keys are wanted.
	 * @param cassettes the cassettes
	 * @param deck knows which are there
	 * @return whether to expect a recording
	 */
	static boolean mayRecord(List<Cassette> cassettes, CassetteDeck.Builder deck) {
		return cassettes.stream().anyMatch((cassette) -> deck.mayRecord(cassette.value(), cassette.mode()));
	}

}
