package io.harborai.tool;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who runs no tools doesn't load what runs them.
 */
class ToolsAreLazyTests {

	@Test
	void nothingIsLoadedBeforeItIsUsed() throws ReflectiveOperationException {
		Recording classes = new Recording();
		try (SimulatedVendor vendor = SimulatedVendor.start()) {
			vendor.always(Reply.answer().reasoning("").text("Hi."));
			Class<?> usage = classes.loadClass(Usage.class.getName());
			usage.getMethod("plain", String.class).invoke(null, vendor.baseUrl(Dialect.DEEPSEEK));
			assertThat(classes.loaded).contains("io.harborai.HarborAiClient", "io.harborai.AssembledClient")
				.noneMatch((name) -> name.startsWith("io.harborai.tool.") && !name.startsWith(getClass().getName()))
				.noneMatch(
						(name) -> name.startsWith("io.harborai.ChatTools") || name.startsWith("io.harborai.ToolChat"));
			usage.getMethod("tools", String.class).invoke(null, vendor.baseUrl(Dialect.DEEPSEEK));
			assertThat(classes.loaded).contains("io.harborai.tool.ToolLoop", "io.harborai.tool.ToolSet");
		}
	}

	/**
	 * What an application does; loaded by another loader.
	 */
	public static final class Usage {

		private Usage() {
		}

		private static HarborAiClient client(String url) {
			return HarborAiClient.builder()
				.provider("deepseek", (p) -> p.apiKey("lazy-key-1").baseUrl(url))
				.shutdownGrace(Duration.ZERO)
				.build();
		}

		public static void plain(String url) {
			try (HarborAiClient client = client(url)) {
				ChatCompletionRequest request = ChatCompletionRequest
					.of((r) -> r.model("deepseek-flash").user("Hello"));
				client.chat().completions().create(request);
				client.chat().completions().stream(request).blockLast();
			}
		}

		public static void tools(String url) {
			try (HarborAiClient client = client(url)) {
				client.chat().tools().run((r) -> r.model("deepseek-flash").user("Hello"), ToolSet.of(new Clock()));
			}
		}

	}

	/**
	 * A tool of the application's.
	 */
	public static final class Clock {

		@HarborTool("The time")
		public String now() {
			return "12:00";
		}

	}

	/**
	 * Loads HarborAI's classes itself, and remembers which.
	 */
	private static final class Recording extends ClassLoader {

		private final List<String> loaded = new CopyOnWriteArrayList<>();

		private Recording() {
			super(ToolsAreLazyTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith("io.harborai.") || name.startsWith("io.harborai.simulator.")) {
				return super.loadClass(name, resolve);
			}
			synchronized (getClassLoadingLock(name)) {
				Class<?> known = findLoadedClass(name);
				return (known != null) ? known : define(name);
			}
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
				if (in == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] bytes = in.readAllBytes();
				this.loaded.add(name);
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
