package io.harborai.samples.tools;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the sample.
 */
@SpringBootApplication
public class ToolsApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(ToolsApplication.class);
		application.addInitializers(new SimulationWithoutKey());
		application.run(args);
	}

}
