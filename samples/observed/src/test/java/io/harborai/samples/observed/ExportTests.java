package io.harborai.samples.observed;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.samples.observed.Collector.Span;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Meters get to Prometheus, and traces to whoever collects them.
 */
@SpringBootTest(useMainMethod = UseMainMethod.ALWAYS, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "traffic.calls-per-second=0", "management.opentelemetry.tracing.export.schedule-delay=50ms",
				"harborai.defaults.resilience.retry.backoff=1ms" })
@DirtiesContext
class ExportTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Collector collector = collector();

	private final HarborAiClient client;

	private final SimulatedVendor vendor;

	private final int port;

	ExportTests(@Autowired HarborAiClient client, @Autowired SimulatedVendor vendor, @LocalServerPort int port) {
		this.client = client;
		this.vendor = vendor;
		this.port = port;
	}

	@DynamicPropertySource
	static void exportToCollector(DynamicPropertyRegistry registry) {
		registry.add("OTLP_ENDPOINT", collector::endpoint);
	}

	@AfterAll
	static void stopCollector() {
		collector.close();
	}

	@Test
	void aStreamThatMovedOverIsOneTraceWithItsAttemptsInOrder() throws InterruptedException {
		this.vendor.always(Dialect.WENXIN, Reply.status(503));
		String answer = this.client.chat()
			.completions()
			.stream((request) -> request.model("smart").user("What is a bulkhead?"))
			.map(ChatCompletionChunk::content)
			.collectList()
			.map((texts) -> String.join("", texts))
			.block(PATIENCE);
		assertThat(answer).startsWith("A bulkhead is");
		Span call = await("chat");
		List<Span> attempts = collector.spans()
			.stream()
			.filter((span) -> span.parent().equals(call.id()))
			.sorted(Comparator.comparing(Span::startNanos))
			.toList();
		assertThat(attempts).extracting(Span::name).startsWith("attempt wenxin").endsWith("attempt deepseek");
		assertThat(attempts).extracting(Span::trace).containsOnly(call.trace());
		assertThat(call.parent()).isEmpty();
		Scrape scrape = Scrape.of(this.port);
		assertThat(scrape.series()).containsKeys("gen_ai_client_operation_duration_seconds_bucket",
				"gen_ai_client_time_to_first_token_seconds_count", "harborai_attempts_total", "harborai_cost_total",
				"resilience4j_circuitbreaker_state");
		assertThat(scrape.series().get("harborai_attempts_total")).contains("gen_ai_provider_name", "outcome");
	}

	private static Span await(String name) throws InterruptedException {
		long until = System.nanoTime() + PATIENCE.toNanos();
		while (true) {
			Optional<Span> span = collector.spans().stream().filter((each) -> each.name().startsWith(name)).findFirst();
			if (span.isPresent()) {
				return span.get();
			}
			assertThat(System.nanoTime()).as("a span " + name + " has come").isLessThan(until);
			Thread.sleep(20);
		}
	}

	private static Collector collector() {
		try {
			return new Collector();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
