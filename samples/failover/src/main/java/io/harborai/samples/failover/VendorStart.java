package io.harborai.samples.failover;

import java.time.Duration;
import java.util.Map;

import io.harborai.simulator.Dialect;
import io.harborai.simulator.SimulatedVendor;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the two simulated vendors before the application, which then finds their
 * addresses among its properties. With real vendors nothing of this is needed.
 */
final class VendorStart implements ApplicationContextInitializer<GenericApplicationContext> {

	private static final double TOKENS_PER_SECOND = 60;

	@Override
	public void initialize(GenericApplicationContext context) {
		start(context, "vendor-a", Dialect.DEEPSEEK, Duration.ofMillis(90));
		start(context, "vendor-b", Dialect.WENXIN, Duration.ofMillis(250));
	}

	private static void start(GenericApplicationContext context, String name, Dialect dialect, Duration latency) {
		SimulatedVendor server = SimulatedVendor.builder()
			.latency(latency)
			.tokensPerSecond(TOKENS_PER_SECOND)
			.threads(1)
			.recordedRequests(0)
			.build();
		Vendor vendor = new Vendor(name, server);
		context.registerBean(name, Vendor.class, () -> vendor);
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource(name, Map.of("simulated." + name, server.baseUrl(dialect))));
	}

}
