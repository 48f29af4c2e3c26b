package io.harborai.samples.quickstart;

import java.util.Arrays;
import java.util.stream.Collectors;

import io.harborai.simulator.SimulatedVendor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says in the log where the page is and whom it talks to.
 */
@Component
final class Greeting {

	private static final Logger logger = LoggerFactory.getLogger(Greeting.class);

	private final Models models;

	private final boolean simulated;

	Greeting(Models models, ObjectProvider<SimulatedVendor> simulated) {
		this.models = models;
		this.simulated = simulated.getIfAvailable() != null;
	}

	@EventListener
	void started(WebServerInitializedEvent event) {
		if (event.getApplicationContext().getServerNamespace() != null) {
			return;
		}
		String keys = Arrays.stream(Vendor.values()).map(Vendor::key).collect(Collectors.joining(", "));
		if (this.simulated) {
			logger.info("No key is set, so the vendors are SIMULATED. Set one of {} for a real one.", keys);
		}
		else {
			logger.info("Talking to {}. Set another of {} for more.",
					String.join(", ", this.models.byProvider().keySet()), keys);
		}
		String url = "http://localhost:" + event.getWebServer().getPort();
		logger.info("From a terminal: curl -N '{}/ask?q=Hello'", url);
		logger.info("Chat at {}", url);
	}

}
