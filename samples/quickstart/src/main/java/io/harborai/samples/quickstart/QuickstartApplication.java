package io.harborai.samples.quickstart;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the quickstart.
 */
@SpringBootApplication
public class QuickstartApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(QuickstartApplication.class);
		application.addInitializers(new VendorSelection());
		application.run(args);
	}

}
