package io.harborai.test.app;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A small application under test. Its keys come from variables that nobody has set.
 */
@SpringBootApplication
public class AdvisorApplication {

}
