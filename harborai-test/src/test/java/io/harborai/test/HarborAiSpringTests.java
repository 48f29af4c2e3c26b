package io.harborai.test;

import java.util.HashSet;
import java.util.Set;

import io.harborai.HarborAiClient;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.test.app.Advisor;
import io.harborai.test.app.AdvisorApplication;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;

import static io.harborai.test.HarborAiAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HarborAiTest} on a Spring Boot test, by using it.
 */
@SpringBootTest(classes = AdvisorApplication.class, properties = "spring.config.name=advisor")
@HarborAiTest
class HarborAiSpringTests {

	private static final Set<Advisor> advisors = new HashSet<>();

	@Autowired
	private Advisor advisor;

	@Autowired
	private Environment environment;

	private SimulatedVendor vendor;

	@Test
	void leadsTheApplicationToTheSimulator() {
		this.vendor.next(Dialect.DEEPSEEK, Reply.answer().text("From the simulator."));
		assertThat(this.advisor.advise("Well?")).isEqualTo("From the simulator.");
		assertThat(this.vendor).receivedRequests(1)
			.lastRequest()
			.hasModel("deepseek-flash")
			.hasUserMessage("Well?")
			.hasHeader("authorization", "Bearer simulated-key");
	}

	@Test
	void leadsViewsToTheSimulator(@Autowired @Qualifier("our-deepseek") HarborAiClient view) {
		this.vendor.always(Reply.answer().text("From the simulator."));
		assertThat(this.advisor.adviseLocally("Well?")).isEqualTo("From the simulator.");
		assertThat(view.availableModels()).isNotEmpty();
		assertThat(this.vendor).receivedRequests(Dialect.DEEPSEEK, 1);
	}

	@Test
	void replacesAllKeysOfAllKinds() {
		this.advisor.ask("openai/gpt-test", "Well?");
		this.advisor.ask("doubao/m", "Well?");
		this.advisor.ask("doubao/m", "Well?");
		this.advisor.ask("wenxin/m", "Well?");
		// one more than the calls: the exchange of the pair of keys
		assertThat(this.vendor.requests()).hasSize(5)
			.extracting(RecordedRequest::headers)
			.noneMatch((headers) -> headers.toString().contains("real-"));
		assertThat(this.vendor).receivedRequests(Dialect.WENXIN, 1);
	}

	@Test
	void leavesOtherVendorsAlone() {
		assertThat(this.environment.getProperty("harborai.providers.local.base-url"))
			.isEqualTo("http://127.0.0.1:9/v1");
		assertThat(this.environment.getProperty("harborai.providers.our-deepseek.base-url"))
			.isEqualTo(this.vendor.baseUrl(Dialect.DEEPSEEK));
		assertThat(this.environment.getProperty("harborai.default-model")).isEqualTo("our-deepseek/deepseek-flash");
	}

	@RepeatedTest(2)
	void forgetsScriptsAndRequestsBetweenTests() {
		assertThat(this.vendor).receivedRequests(0);
		this.vendor.next(Reply.answer().text("One.")).next(Reply.answer().text("Two."));
		assertThat(this.advisor.advise("Well?")).isEqualTo("One.");
	}

	@Test
	void providesBeansAndParameters(SimulatedVendor vendor, HarborAiClient client, @Autowired SimulatedVendor bean,
			@Autowired HarborAiClient primary) {
		assertThat(vendor == bean && vendor == this.vendor).isTrue();
		assertThat(client == primary).isTrue();
	}

	@Nested
	class InNestedClasses {

		@Test
		void sharesTheContext(SimulatedVendor vendor, @Autowired Advisor advisor) {
			assertThat(vendor == HarborAiSpringTests.this.vendor).isTrue();
			advisors.add(advisor);
			advisors.add(HarborAiSpringTests.this.advisor);
			assertThat(advisors).hasSize(1);
		}

	}

}
