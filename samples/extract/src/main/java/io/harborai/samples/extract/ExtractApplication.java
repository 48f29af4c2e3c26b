package io.harborai.samples.extract;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the sample.
 */
@SpringBootApplication
public class ExtractApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(ExtractApplication.class);
		application.addInitializers(new SimulationWithoutKey());
		application.run(args);
	}

}
