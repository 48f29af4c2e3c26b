package io.harborai.samples.tools;

import java.util.List;
import java.util.Map;

import io.harborai.simulator.Dialect;
import io.harborai.simulator.RecordedRequest;
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

	@Override
	public void initialize(GenericApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		if (StringUtils.hasText(environment.getProperty("DEEPSEEK_API_KEY"))) {
			return;
		}
		SimulatedVendor simulated = SimulatedVendor.builder().tokensPerSecond(20).build();
		simulated.always(Reply.script(SimulationWithoutKey::reply));
		context.registerBean(SimulatedVendor.class, () -> simulated);
		environment.getPropertySources()
			.addFirst(new MapPropertySource("simulation", Map.of("harborai.providers.deepseek.base-url",
					simulated.baseUrl(Dialect.DEEPSEEK), "harborai.providers.deepseek.api-key", "simulated")));
		logger.info("No key is set, so DeepSeek is SIMULATED. Set DEEPSEEK_API_KEY for the real one.");
	}

	/**
	 * A model that always looks up the same, and repeats what it is told.
	 */
	private static Reply reply(RecordedRequest request) {
		if (request.bodyAsMap().get("messages") instanceof List<?> messages
				&& messages.get(messages.size() - 1) instanceof Map<?, ?> last && "tool".equals(last.get("role"))) {
			return Reply.answer()
				.reasoning("")
				.text("I am only simulated, but what your tools said has reached me: there is a free berth, "
						+ "and the tide is high enough.");
		}
		return Reply.answer()
			.reasoning("")
			.text("Let me look at berths and tides.")
			.toolCall("berths", "{\"length\":400}")
			.toolCall("tides", "{\"from\":20,\"to\":23}");
	}

}
