package io.harborai.samples.failover;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the sample.
 */
@SpringBootApplication
public class FailoverApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(FailoverApplication.class);
		application.addInitializers(new VendorStart());
		application.run(args);
	}

}
