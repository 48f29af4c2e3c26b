package io.harborai.samples.observed;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the sample.
 */
@SpringBootApplication
public class ObservedApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(ObservedApplication.class);
		application.addInitializers(new SimulatedVendors());
		application.run(args);
	}

}
