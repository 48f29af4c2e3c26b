package io.harborai.samples.extract;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says in the log where the page is.
 */
@Component
final class Greeting {

	private static final Logger logger = LoggerFactory.getLogger(Greeting.class);

	@EventListener
	void started(WebServerInitializedEvent event) {
		logger.info("See a form fill itself at http://localhost:{}", event.getWebServer().getPort());
	}

}
