package io.harborai.starter;

import java.nio.file.Files;
import java.nio.file.Path;

import io.harborai.HarborAiClient;
import io.harborai.model.ModelInfo;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with nothing but the starter on its class path.
 */
class StarterTests {

	private final SimulatedVendor vendor = SimulatedVendor.start();

	@TempDir
	Path directory;

	@AfterEach
	void stopVendor() {
		this.vendor.close();
	}

	@Test
	void answersFromOneFile() throws Exception {
		this.vendor.next(Reply.answer().text("A wall in a ship."));
		try (ConfigurableApplicationContext context = start("""
				harborai:
				  default-model: deepseek-flash
				  providers:
				    deepseek:
				      api-key: sk-0123456789abcdef0123456789abcdef
				      base-url: %s
				""".formatted(this.vendor.baseUrl(Dialect.DEEPSEEK)))) {
			HarborAiClient client = context.getBean(HarborAiClient.class);
			assertThat(client.chat().completions().create((r) -> r.user("What is a bulkhead?")).content())
				.isEqualTo("A wall in a ship.");
		}
	}

	@Test
	void neverMakesAWebApplication() throws Exception {
		assertThat(WebApplicationType.deduce()).isEqualTo(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = start("")) {
			assertThat(context.getClass().getSimpleName()).isEqualTo("AnnotationConfigApplicationContext");
			assertThat(context.getBean(HarborAiClient.class)).isNotNull();
		}
	}

	@Test
	void needsNeitherActuatorNorAServerNorWebClient() throws Exception {
		for (String type : new String[] { "org.springframework.boot.actuate.endpoint.annotation.Endpoint",
				"org.springframework.boot.health.contributor.Health",
				"org.springframework.web.reactive.function.client.WebClient",
				"org.springframework.boot.web.server.WebServer" }) {
			assertThat(ClassUtils.isPresent(type, getClass().getClassLoader())).as(type).isFalse();
		}
		try (ConfigurableApplicationContext context = start("")) {
			assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> name.contains("harborAiEndpoint")
					|| name.contains("harborAiHealth") || name.contains("harborAiSanitizing"));
		}
	}

	@Test
	void providersKeepTheOrderOfTheFile() throws Exception {
		try (ConfigurableApplicationContext context = start("""
				harborai:
				  providers:
				    zulu: { vendor: ollama, models: [ { id: shared, context-window: 1 } ] }
				    mike: { vendor: ollama, models: [ { id: shared, context-window: 2 } ] }
				    alpha: { vendor: ollama, models: [ { id: shared, context-window: 3 } ] }
				""")) {
			assertThat(context.getBean(HarborAiClient.class).availableModels()).extracting(ModelInfo::provider)
				.containsExactly("zulu", "mike", "alpha");
		}
	}

	@Test
	void connectTimeoutOfAllClientsIsInherited() throws Exception {
		try (ConfigurableApplicationContext context = start("""
				spring.http.clients.connect-timeout: 7s
				harborai.providers.local.vendor: ollama
				""")) {
			assertThat(context.getBean(HarborAiClient.class)
				.providers()
				.snapshot()
				.entries()
				.get("local")
				.handle()
				.settings()
				.timeouts()
				.connect()).hasSeconds(7);
		}
	}

	private ConfigurableApplicationContext start(String yaml) throws Exception {
		Path file = this.directory.resolve("application.yml");
		Files.writeString(file, yaml);
		return new SpringApplication(Application.class).run("--spring.config.location=" + file.toUri(),
				"--spring.main.banner-mode=off");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
