package io.harborai.samples.observed;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the simulated vendors before the application, which then finds their addresses
 * among its properties. One is quick, one is slow, and one is overloaded now and then.
 */
final class SimulatedVendors implements ApplicationContextInitializer<GenericApplicationContext> {

	private static final String TEXT = "A bulkhead is a wall inside a ship. When water comes in on one side of it, the "
			+ "other side stays dry, and the ship stays up.";

	private static final double OVERLOADED = 0.08;

	@Override
	public void initialize(GenericApplicationContext context) {
		SimulatedVendor server = SimulatedVendor.builder().threads(1).recordedRequests(0).build();
		SplittableRandom random = new SplittableRandom(1);
		Reply slow = answer(Duration.ofMillis(320), 60);
		server.always(Dialect.DEEPSEEK, answer(Duration.ofMillis(90), 150));
		server.always(Dialect.OPENAI, answer(Duration.ofMillis(160), 100));
		server.always(Dialect.WENXIN,
				Reply.script((request) -> (random.nextDouble() < OVERLOADED) ? Reply.status(503) : slow));
		context.registerBean(SimulatedVendor.class, () -> server);
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("simulated vendors",
					Map.of("simulated.deepseek", server.baseUrl(Dialect.DEEPSEEK), "simulated.openai",
							server.baseUrl(Dialect.OPENAI), "simulated.wenxin", server.baseUrl(Dialect.WENXIN))));
	}

	private static Reply answer(Duration latency, double tokensPerSecond) {
		return Reply.answer().text(TEXT).reasoning("").latency(latency).tokensPerSecond(tokensPerSecond);
	}

}
