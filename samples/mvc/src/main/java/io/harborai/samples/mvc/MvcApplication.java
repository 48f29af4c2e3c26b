package io.harborai.samples.mvc;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the servlet sample.
 */
@SpringBootApplication
public class MvcApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(MvcApplication.class);
		application.addInitializers(new SimulationWithoutKey());
		application.run(args);
	}

}
