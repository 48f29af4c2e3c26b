package io.harborai.structured;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.harborai.HarborAiClient;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What plain calls don't load, and what works without the optional libraries.
 */
class LeftOutTests {

	@Test
	void plainCallsLoadNothingOfIt() throws Exception {
		try (SimulatedVendor vendor = SimulatedVendor.start(); Loader loader = new Loader((jar) -> true)) {
			vendor.next(Reply.answer().text("Hello")).next(Reply.answer().text("Hello"));
			loader.run(PlainCalls.class, vendor.baseUrl(Dialect.DEEPSEEK));
			assertThat(vendor.requests()).hasSize(2);
			assertThat(loader.loaded).contains("io.harborai.AssembledClient");
			assertThat(loader.loaded.stream().filter(LeftOutTests::isOfStructured)).isEmpty();
		}
	}

	private static boolean isOfStructured(String name) {
		return (name.startsWith("io.harborai.structured.") && !name.contains("LeftOutTests"))
				|| name.startsWith("com.github.victools.") || name.startsWith("com.fasterxml.classmate.")
				|| name.startsWith("jakarta.validation.")
				|| List
					.of("io.harborai.json.Schemas", "io.harborai.json.IncrementalParser", "io.harborai.chat.JsonSchema",
							"io.harborai.chat.StructuredOptions", "io.harborai.provider.AnswerForm")
					.contains(name);
	}

	@Test
	void missingGeneratorIsNamed() throws Exception {
		try (Loader loader = new Loader((jar) -> !jar.startsWith("jsonschema-"))) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> loader.run(SchemaOfType.class, ""))
				.withMessageContaining("com.github.victools:jsonschema-generator")
				.withMessageContaining("jsonschema-module-jackson");
			loader.run(SchemaByHand.class, "");
		}
	}

	@Test
	void jakartaValidationMayBeMissing() throws Exception {
		try (SimulatedVendor vendor = SimulatedVendor.start();
				Loader loader = new Loader(
						(jar) -> !jar.startsWith("jakarta.validation") && !jar.startsWith("hibernate-validator"))) {
			vendor.next(Reply.answer().text("{\"name\":\"Paris\",\"population\":1}"));
			loader.run(StructuredCall.class, vendor.baseUrl(Dialect.DEEPSEEK));
			assertThat(loader.loaded).contains("io.harborai.structured.StructuredChat")
				.doesNotContain("io.harborai.structured.Constraints", "io.harborai.json.JakartaLimits");
		}
	}

	@Test
	void jakartaValidationMayHaveNoProvider() throws Exception {
		try (SimulatedVendor vendor = SimulatedVendor.start();
				Loader loader = new Loader((jar) -> !jar.startsWith("hibernate-validator"))) {
			vendor.next(Reply.answer().text("{\"name\":\"Paris\",\"population\":1}"));
			loader.run(StructuredCall.class, vendor.baseUrl(Dialect.DEEPSEEK));
			assertThat(loader.loaded).contains("io.harborai.structured.Constraints");
		}
	}

	/**
	 * A call and a stream without any type.
	 */
	public static final class PlainCalls implements Consumer<String> {

		@Override
		public void accept(String url) {
			try (HarborAiClient client = HarborAiClient.builder()
				.provider("deepseek", (p) -> p.apiKey("sk-test-key-1").baseUrl(url))
				.build()) {
				client.chat()
					.completions()
					.create((r) -> r.model("deepseek-flash").user("Hi").options((o) -> o.tag("a", "b")));
				client.chat().completions().stream((r) -> r.model("deepseek-flash").user("Hi")).blockLast();
			}
		}

	}

	/**
	 * A call for a Java value.
	 */
	public static final class StructuredCall implements Consumer<String> {

		record Place(String name, int population) {
		}

		@Override
		public void accept(String url) {
			try (HarborAiClient client = HarborAiClient.builder()
				.provider("deepseek", (p) -> p.apiKey("sk-test-key-1").baseUrl(url))
				.build()) {
				Place place = client.chat()
					.completions()
					.create((r) -> r.model("deepseek-flash").user("Hi"), Place.class)
					.value();
				if (place.population() != 1) {
					throw new IllegalStateException("wrong value");
				}
			}
		}

	}

	/**
	 * A schema of a type.
	 */
	public static final class SchemaOfType implements Consumer<String> {

		@Override
		public void accept(String nothing) {
			io.harborai.chat.JsonSchema.of(StructuredCall.Place.class);
		}

	}

	/**
	 * A schema written by hand.
	 */
	public static final class SchemaByHand implements Consumer<String> {

		@Override
		public void accept(String nothing) {
			io.harborai.chat.JsonSchema.of("mine", java.util.Map.of("type", "object"));
		}

	}

	/**
	 * Loads everything anew from a part of the class path, and remembers what.
	 */
	private static final class Loader extends URLClassLoader {

		private final Set<String> loaded = ConcurrentHashMap.newKeySet();

		Loader(Predicate<String> jars) {
			super(urls(jars), ClassLoader.getPlatformClassLoader());
		}

		private static URL[] urls(Predicate<String> jars) {
			return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
				.map(Path::of)
				.filter((path) -> jars.test(path.getFileName().toString()))
				.map((path) -> {
					try {
						return path.toUri().toURL();
					}
					catch (MalformedURLException ex) {
						throw new IllegalStateException(ex);
					}
				})
				.toArray(URL[]::new);
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			Class<?> found = super.findClass(name);
			this.loaded.add(name);
			return found;
		}

		@SuppressWarnings("unchecked")
		void run(Class<? extends Consumer<String>> type, String input) throws Exception {
			Thread thread = Thread.currentThread();
			ClassLoader before = thread.getContextClassLoader();
			thread.setContextClassLoader(this);
			try {
				Consumer<String> anew = (Consumer<String>) loadClass(type.getName()).getConstructor().newInstance();
				anew.accept(input);
			}
			catch (InvocationTargetException ex) {
				throw new IllegalStateException(ex.getCause());
			}
			finally {
				thread.setContextClassLoader(before);
			}
		}

	}

}
