package io.harborai.test;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.Set;

import io.harborai.HarborAiClient;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.platform.commons.support.AnnotationSupport;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * What there is to know about tests that Spring runs. Loads no class of Spring before it
 * has seen that a test is one of those.
 */
final class SpringTests {

	private static final String EXTENSION = "org.springframework.test.context.junit.jupiter.SpringExtension";

	private static final Set<String> SPRING_ANNOTATIONS = Set.of(
			"org.springframework.beans.factory.annotation.Autowired",
			"org.springframework.beans.factory.annotation.Qualifier",
			"org.springframework.beans.factory.annotation.Value");

	private SpringTests() {
	}

	/**
	 * Whether Spring runs the tests of a class.
	 * @param testClass the class
	 * @return whether it, or a class around it, has a test annotation of Spring's
	 */
	static boolean isSpringTest(Class<?> testClass) {
		for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
			for (ExtendWith extendWith : AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class)) {
				for (Class<?> extension : extendWith.value()) {
					if (extension.getName().equals(EXTENSION)) {
						return true;
					}
				}
			}
		}
		return false;
	}

	/**
	 * Whether Spring itself finds a parameter's value.
	 * @param parameter the parameter of a Spring test
	 * @return whether to leave it to Spring
	 */
	static boolean resolves(ParameterContext parameter) {
		Executable executable = parameter.getDeclaringExecutable();
		return executable instanceof Constructor<?> || Arrays.stream(parameter.getParameter().getAnnotations())
			.anyMatch((annotation) -> SPRING_ANNOTATIONS.contains(annotation.annotationType().getName()));
	}

	static TestBench bench(ExtensionContext context) {
		return context(context).getBean(TestBench.class);
	}

	static HarborAiClient client(ExtensionContext context) {
		return context(context).getBean(HarborAiClient.class);
	}

	private static ApplicationContext context(ExtensionContext context) {
		return SpringExtension.getApplicationContext(context);
	}

}
