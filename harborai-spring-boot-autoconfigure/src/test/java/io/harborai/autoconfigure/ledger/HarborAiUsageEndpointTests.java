package io.harborai.autoconfigure.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.harborai.HarborAiClient;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The endpoint of an application with Spring Boot's own DataSource, over HTTP.
 */
class HarborAiUsageEndpointTests {

	private static SimulatedVendor vendor;

	private static ConfigurableApplicationContext context;

	private final HttpClient http = HttpClient.newHttpClient();

	@BeforeAll
	static void start() {
		vendor = SimulatedVendor.start();
		vendor.always(Reply.answer().usage(100, 20));
		context = new SpringApplication(Application.class).run("--server.port=0", "--spring.main.banner-mode=off",
				"--spring.datasource.generate-unique-name=true", "--management.endpoints.web.exposure.include=*",
				"--harborai.default-model=deepseek-flash",
				"--harborai.providers.deepseek.api-key=sk-0123456789abcdef0123456789abcdef",
				"--harborai.providers.deepseek.base-url=" + vendor.baseUrl(Dialect.DEEPSEEK),
				"--harborai.ledger.enabled=true", "--harborai.ledger.tags=tenant",
				"--harborai.ledger.flush-interval=5ms");
		for (int i = 0; i < 3; i++) {
			context.getBean(HarborAiClient.class)
				.chat()
				.completions()
				.create((r) -> r.user("Hello").options((o) -> o.tag("tenant", "acme")));
		}
		Rows.eventually("rows are written", () -> context.getBean(LedgerWriter.class).written() == 6);
	}

	@AfterAll
	static void stop() {
		context.close();
		vendor.close();
	}

	@Test
	void todayByModelUnlessAskedOtherwise() {
		String today = context.getBean(UsageLedger.class).today().toString();
		HttpResponse<String> response = get("");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body())
			.startsWith("{\"by\":\"model\",\"from\":\"" + today + "\",\"to\":\"" + today + "\",\"timeZone\":\"")
			.contains("\"sums\":[{\"key\":\"deepseek-flash\",\"calls\":3,\"attempts\":3,\"errors\":0,"
					+ "\"inputTokens\":300,\"outputTokens\":60,\"cachedTokens\":0,\"reasoningTokens\":0,\"cost\":{\"")
			.endsWith("\"unpriced\":0}],\"truncated\":false}");
	}

	@Test
	void byTagAndDays() {
		assertThat(get("?by=tag:tenant&from=2020-01-01").body()).contains("\"by\":\"tag:tenant\"")
			.contains("\"from\":\"2020-01-01\"")
			.contains("\"key\":\"acme\",\"calls\":3");
		assertThat(get("?by=day&from=2020-01-01&to=2020-12-31").body()).contains("\"sums\":[]");
	}

	@Test
	void whatMakesNoSenseIsABadRequest() {
		for (String query : new String[] { "?by=colour", "?by=tag:nobody", "?from=yesterday", "?to=2026-13-01",
				"?from=2026-01-02&to=2026-01-01" }) {
			assertThat(get(query).statusCode()).as(query).isEqualTo(400);
		}
	}

	@Test
	void theReasonIsGiven() {
		HarborAiUsageEndpoint endpoint = context.getBean(HarborAiUsageEndpoint.class);
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> endpoint.usage(null, "yesterday", null))
			.satisfies((ex) -> assertThat(ex.getReason())
				.isEqualTo("'from' is a day such as 2026-01-31, not 'yesterday'"));
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> endpoint.usage("tag:nobody", null, null))
			.satisfies((ex) -> assertThat(ex.getReason()).contains("harborai.ledger.tags"));
	}

	private HttpResponse<String> get(String query) {
		int port = ((ReactiveWebServerApplicationContext) context).getWebServer().getPort();
		try {
			return this.http
				.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/harboraiusage" + query))
					.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
