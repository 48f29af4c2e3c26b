package io.harborai.samples.extract;

import java.time.Duration;
import java.util.Map;

import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Puts a simulated vendor in DeepSeek's place where there is no key for DeepSeek. An
 * application of your own needs nothing of this, only its {@code application.yml}.
 */
final class SimulationWithoutKey implements ApplicationContextInitializer<GenericApplicationContext> {

	private static final Logger logger = LoggerFactory.getLogger(SimulationWithoutKey.class);

	private static final double TOKENS_PER_SECOND = 20;

	private static final Duration LATENCY = Duration.ofMillis(400);

	@Override
	public void initialize(GenericApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		if (StringUtils.hasText(environment.getProperty("DEEPSEEK_API_KEY"))) {
			return;
		}
		SimulatedVendor simulated = SimulatedVendor.builder()
			.tokensPerSecond(TOKENS_PER_SECOND)
			.latency(LATENCY)
			.build()
			.always(Reply.script(new SimulatedAnswers()));
		context.registerBean(SimulatedVendor.class, () -> simulated);
		environment.getPropertySources()
			.addFirst(new MapPropertySource("simulation", Map.of("harborai.providers.deepseek.base-url",
					simulated.baseUrl(Dialect.DEEPSEEK), "harborai.providers.deepseek.api-key", "simulated")));
		logger.info("No key is set, so DeepSeek is SIMULATED. Set DEEPSEEK_API_KEY for the real one.");
	}

}
