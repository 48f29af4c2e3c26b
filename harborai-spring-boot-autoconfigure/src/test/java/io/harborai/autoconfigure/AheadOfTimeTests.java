package io.harborai.autoconfigure;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.stream.Stream;

import io.harborai.HarborAiClient;
import io.harborai.chat.ContentPart;
import io.harborai.chat.Message;
import io.harborai.chat.Reasoning;
import io.harborai.chat.ResponseFormat;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolCall;
import io.harborai.chat.ToolChoice;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything works ahead of time too: the views' definitions survive being written as
 * code, and a native image keeps what is reached by reflection.
 */
class AheadOfTimeTests {

	private static final Map<String, String> PROPERTIES = Map.of("harborai.providers.first.vendor", "echo",
			"harborai.providers.second.vendor", "echo");

	@Test
	@CompileWithForkedClassLoader
	void contextWrittenAsCodeHasTheSameBeans() {
		AnnotationConfigApplicationContext source = new AnnotationConfigApplicationContext();
		TestPropertyValues.of(PROPERTIES).applyTo(source);
		source.register(Application.class);
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(source, generation);
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			GenericApplicationContext context = new GenericApplicationContext();
			TestPropertyValues.of(PROPERTIES).applyTo(context);
			initializer(compiled.getInstance(ApplicationContextInitializer.class, initializer.reflectionName()))
				.initialize(context);
			context.refresh();
			try (context) {
				Injected injected = context.getBean(Injected.class);
				assertThat(injected.client).isSameAs(context.getBean("harborAiClient"));
				assertThat(injected.second).hasToString("HarborAiClient[second]");
				assertThat(context.getBeanFactory().containsSingleton("firstHarborAiClient")).isFalse();
				assertThat(context.getBean("firstHarborAiClient")).hasToString("HarborAiClient[first]");
			}
		});
	}

	@SuppressWarnings("unchecked")
	private static ApplicationContextInitializer<GenericApplicationContext> initializer(
			ApplicationContextInitializer<?> initializer) {
		return (ApplicationContextInitializer<GenericApplicationContext>) initializer;
	}

	@Test
	void propertiesAndCatalogAreKept() {
		RuntimeHints hints = new RuntimeHints();
		new HarborAiRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.resource().forResource("io/harborai/models.json")).accepts(hints);
		assertThat(getClass().getResource("/io/harborai/models.json")).isNotNull();
		for (Class<?> type : new Class<?>[] { HarborAiProperties.class, HarborAiProperties.Shutdown.class,
				InheritableProperties.class, ProviderProperties.class, HttpProperties.class, HttpProperties.Proxy.class,
				HttpProperties.Ssl.class, TimeoutProperties.class, HarborAiProperties.Resilience4j.class,
				BudgetProperties.class, StoreProperties.class, LedgerProperties.class, RouteProperties.class,
				RouteProperties.Ejection.class, RouteModelProperties.class, ResilienceProperties.class,
				ResilienceProperties.Retry.class, ResilienceProperties.Budget.class,
				ResilienceProperties.Bulkhead.class, ResilienceProperties.CircuitBreaker.class,
				ResilienceProperties.RateLimiter.class, ResilienceProperties.Adaptive.class,
				ResilienceProperties.Hedge.class, ResilienceProperties.KeyRest.class, ModelProperties.class,
				ModelProperties.Price.class, HealthProperties.class, HealthProperties.Probe.class,
				MonitorProperties.class, MonitorProperties.Thresholds.class }) {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).as(type.getName()).accepts(hints);
			for (Method method : type.getDeclaredMethods()) {
				if (method.getName().startsWith("set") || method.getName().startsWith("get")) {
					assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method)).as(method.toString())
						.accepts(hints);
				}
			}
		}
	}

	@Test
	void nameOfARoutesModelMayStandAloneInANativeImage() throws NoSuchMethodException {
		RuntimeHints hints = new RuntimeHints();
		new HarborAiRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(RouteModelProperties.class.getDeclaredConstructor(String.class))).accepts(hints);
	}

	@Test
	void thePartsOfAQuestionCanBeCompared() {
		RuntimeHints hints = new RuntimeHints();
		new HarborAiRuntimeHints().registerHints(hints, getClass().getClassLoader());
		Stream
			.of(Stream.of(Message.class.getPermittedSubclasses()),
					Stream.of(ContentPart.class.getPermittedSubclasses()),
					Stream.<Class<?>>of(Tool.class, ToolCall.class, ToolChoice.class, ResponseFormat.class,
							Reasoning.class))
			.flatMap((types) -> types)
			.flatMap((type) -> Stream.of(type.getRecordComponents()))
			.forEach((part) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(part.getAccessor()))
				.as(part.toString())
				.accepts(hints));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(HarborAiAutoConfiguration.class)
	static class Application {

		@Bean
		EchoVendor echoVendor() {
			return new EchoVendor();
		}

		@Bean
		Injected injected() {
			return new Injected();
		}

	}

	static class Injected {

		@Autowired
		HarborAiClient client;

		@Autowired
		@Qualifier("second")
		HarborAiClient second;

	}

}
