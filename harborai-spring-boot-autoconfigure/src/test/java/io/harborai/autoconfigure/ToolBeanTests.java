package io.harborai.autoconfigure;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.harborai.HarborAiClient;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.tool.HarborTool;
import io.harborai.tool.ToolSet;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans as tools: only those that are put into a tool set, with the advice that stands
 * around them.
 */
class ToolBeanTests {

	@Test
	void beansAreToolsWithTheirAdvice() {
		try (SimulatedVendor vendor = SimulatedVendor.start()) {
			vendor.next(Reply.answer().reasoning("").toolCall("berths", "{\"length\":400}").toolCall("pilots", "{}"))
				.next(Reply.answer().reasoning("").text("Yes."));
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class))
				.withUserConfiguration(Harbor.class)
				.withPropertyValues("harborai.default-model=deepseek-flash",
						"harborai.providers.deepseek.api-key=tool-key-1",
						"harborai.providers.deepseek.base-url=" + vendor.baseUrl(Dialect.DEEPSEEK))
				.run((context) -> {
					HarborAiClient client = context.getBean(HarborAiClient.class);
					ToolSet tools = ToolSet.of(context.getBean(Berths.class), context.getBean("pilots"));
					assertThat(client.chat().tools().run((r) -> r.user("May I come in?"), tools).content())
						.isEqualTo("Yes.");
					assertThat(context.getBean(AtomicInteger.class)).hasValue(2);
				});
			assertThat(vendor.requests().get(1).body()).contains("400 m: North quay", "Ann, Bob");
		}
	}

	@Test
	void nobodyLooksForTools() {
		try (SimulatedVendor vendor = SimulatedVendor.start()) {
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class))
				.withUserConfiguration(Harbor.class)
				.withPropertyValues("harborai.default-model=deepseek-flash",
						"harborai.providers.deepseek.api-key=tool-key-1",
						"harborai.providers.deepseek.base-url=" + vendor.baseUrl(Dialect.DEEPSEEK))
				.run((context) -> context.getBean(HarborAiClient.class)
					.chat()
					.completions()
					.create((r) -> r.user("Which berths are free?")));
			assertThat(vendor.requests().get(0).bodyAsMap()).doesNotContainKey("tools");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Harbor {

		@Bean
		AtomicInteger advised() {
			return new AtomicInteger();
		}

		@Bean
		MethodInterceptor counting(AtomicInteger advised) {
			return (invocation) -> {
				advised.incrementAndGet();
				return invocation.proceed();
			};
		}

		/** As {@code @Transactional} does it: a subclass. */
		@Bean
		static BeanNameAutoProxyCreator berthsProxied() {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("berths");
			creator.setInterceptorNames("counting");
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		Berths berths() {
			return new Berths();
		}

		@Bean
		Object pilots(MethodInterceptor counting) {
			ProxyFactory factory = new ProxyFactory((Pilots) () -> List.of("Ann, Bob"));
			factory.addAdvice(counting);
			return factory.getProxy();
		}

	}

	static class Berths {

		@HarborTool("Lists free berths")
		public String berths(int length) {
			return length + " m: North quay";
		}

	}

	interface Pilots {

		@HarborTool("Lists pilots")
		List<String> pilots();

	}

}
