package io.harborai.autoconfigure.ledger;

import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.SimulatedVendor;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * An application with a ledger that asks a simulated vendor.
 */
final class LedgerApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private LedgerApplication(SimulatedVendor vendor, DataSource dataSource, Map<String, Object> more) {
		Map<String, Object> properties = new TreeMap<>();
		properties.put("spring.main.banner-mode", "off");
		properties.put("harborai.default-model", "deepseek-flash");
		properties.put("harborai.providers.deepseek.api-key", "sk-0123456789abcdef0123456789abcdef");
		properties.put("harborai.providers.deepseek.base-url", vendor.baseUrl(Dialect.DEEPSEEK));
		properties.put("harborai.defaults.resilience.retry.backoff", "1ms");
		properties.put("harborai.defaults.resilience.circuit-breaker.enabled", "false");
		properties.put("harborai.ledger.enabled", "true");
		properties.put("harborai.ledger.initialize-schema", "always");
		properties.put("harborai.ledger.flush-interval", "20ms");
		properties.putAll(more);
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers((ConfigurableApplicationContext context) -> ((GenericApplicationContext) context)
				.registerBean(DataSource.class, () -> dataSource))
			.properties(properties)
			.run();
	}

	static LedgerApplication start(SimulatedVendor vendor, DataSource dataSource, Map<String, Object> properties) {
		return new LedgerApplication(vendor, dataSource, properties);
	}

	HarborAiClient client() {
		return this.context.getBean(HarborAiClient.class);
	}

	LedgerBuffer buffer() {
		return this.context.getBean(LedgerBuffer.class);
	}

	LedgerWriter writer() {
		return this.context.getBean(LedgerWriter.class);
	}

	UsageLedger ledger() {
		return this.context.getBean(UsageLedger.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ HarborAiAutoConfiguration.class, SslAutoConfiguration.class,
			HarborAiLedgerAutoConfiguration.class })
	static class Application {

	}

}
