package io.harborai.samples.observed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says in the log where to look.
 */
@Component
final class Greeting {

	private static final Logger logger = LoggerFactory.getLogger(Greeting.class);

	@EventListener
	void started(WebServerInitializedEvent event) {
		if (event.getApplicationContext().getServerNamespace() == null) {
			int port = event.getWebServer().getPort();
			logger.info("All vendors are SIMULATED. Dashboard: http://localhost:{}/actuator/harboraidashboard", port);
			logger.info("Meters: http://localhost:{}/actuator/prometheus", port);
		}
	}

}
