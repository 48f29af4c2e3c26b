package io.harborai.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.harborai.HarborAiClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The configuration in the pages on failing vendors, speed, operations and budgets
 * starts.
 */
class GuideExamplesTests {

	private static final Pattern YAML = Pattern.compile("```yaml\n(harborai:.*?)```", Pattern.DOTALL);

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

	// It needs the application's own Resilience4j.
	private static final String SHARED = "shared-registries: true";

	// It needs a connection to one.
	private static final String REDIS = "type: redis";

	@ParameterizedTest
	@MethodSource("examples")
	void starts(String example) throws IOException {
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("example",
				new ByteArrayResource(example.getBytes(StandardCharsets.UTF_8)));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class))
			.withBean(CacheManager.class, () -> new ConcurrentMapCacheManager("answers"))
			// One example connects in the background.
			.withPropertyValues(example.contains("warm-up")
					? new String[] { "harborai.providers.deepseek.base-url=http://127.0.0.1:1" } : new String[0])
			.withInitializer((context) -> {
				sources.forEach(context.getEnvironment().getPropertySources()::addFirst);
				PLACEHOLDER.matcher(example)
					.results()
					.forEach((match) -> context.getEnvironment()
						.getPropertySources()
						.addLast(new MapPropertySource(match.group(1), keyOf(match.group(1)))));
			})
			.run((context) -> assertThat(context).hasNotFailed().getBean(HarborAiClient.class).isNotNull());
	}

	static List<String> examples() throws IOException {
		List<String> examples = Stream
			.of(Files.readString(docs().resolve("resilience.md")), Files.readString(docs().resolve("speed.md")),
					Files.readString(docs().resolve("operations.md")), Files.readString(docs().resolve("budgets.md")))
			.flatMap((page) -> YAML.matcher(page).results())
			.map((match) -> match.group(1))
			.filter((example) -> !example.contains(SHARED) && !example.contains(REDIS))
			.toList();
		assertThat(examples).hasSizeGreaterThan(8);
		return examples;
	}

	private static Map<String, Object> keyOf(String name) {
		return Collections.singletonMap(name, name.startsWith("QIANFAN") ? "bce-v3/ALTAK-example/example"
				: name.startsWith("ARK") ? "00000000-0000-0000-0000-000000000000" : "sk-example-" + name);
	}

	private static Path docs() {
		Path folder = Path.of("").toAbsolutePath();
		while (!Files.exists(folder.resolve("docs/resilience.md"))) {
			folder = folder.getParent();
		}
		return folder.resolve("docs");
	}

}
