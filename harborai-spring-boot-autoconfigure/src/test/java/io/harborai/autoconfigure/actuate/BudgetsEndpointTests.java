package io.harborai.autoconfigure.actuate;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.harborai.HarborAiClient;
import io.harborai.error.BudgetExceededException;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The endpoint of budgets in a running web application.
 */
class BudgetsEndpointTests {

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void budgetsShowWhatTheyHaveSpentAndLeft() throws Exception {
		try (SimulatedVendor vendor = SimulatedVendor.start(); ConfigurableApplicationContext context = start(vendor)) {
			// Prices change by the hour: what is answered costs more than the little
			// limit in any case.
			vendor.always(Reply.answer().usage(1_000_000, 10));
			assertThat(get(context, "/actuator/harboraibudgets").body())
				.contains("\"monthly\":{\"state\":\"ok\",\"scope\":\"all\",\"window\":\"month\",\"windowStart\":\"")
				.contains("\"currency\":\"CNY\",\"limit\":0.5,\"spent\":0,\"reserved\":0,\"remaining\":0.5,"
						+ "\"warnAt\":0.8,\"refused\":0,\"unpriced\":0,\"tags\":[]}")
				.contains("\"tenants\":{\"state\":\"ok\",\"scope\":\"each tenant\"");
			ask(context);
			assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> ask(context));
			assertThat(get(context, "/actuator/harboraibudgets/monthly").body()).startsWith("{\"state\":\"exceeded\"")
				.contains("\"refused\":1")
				.doesNotContain("tenants");
			assertThat(get(context, "/actuator/harboraibudgets/tenants").body())
				.contains("\"tags\":[{\"value\":\"acme\",\"spent\":");
			assertThat(get(context, "/actuator/harboraibudgets/nobodys").statusCode()).isEqualTo(404);
		}
	}

	private static ConfigurableApplicationContext start(SimulatedVendor vendor) {
		return new SpringApplication(Application.class).run("--server.port=0", "--spring.main.banner-mode=off",
				"--management.endpoints.web.exposure.include=harboraibudgets",
				"--harborai.providers.deepseek.api-key=sk-0123456789abcdef0123456789abcdef",
				"--harborai.providers.deepseek.base-url=" + vendor.baseUrl(Dialect.DEEPSEEK),
				"--harborai.budgets.monthly.limit=0.5", "--harborai.budgets.monthly.currency=CNY",
				"--harborai.budgets.monthly.window=month", "--harborai.budgets.tenants.limit=100",
				"--harborai.budgets.tenants.currency=USD", "--harborai.budgets.tenants.tag=tenant");
	}

	private static void ask(ConfigurableApplicationContext context) {
		context.getBean(HarborAiClient.class)
			.chat()
			.completions()
			.create((r) -> r.model("deepseek-flash").user("Hello").options((o) -> o.tag("tenant", "acme")));
	}

	private HttpResponse<String> get(ConfigurableApplicationContext context, String path) throws Exception {
		int port = ((ReactiveWebServerApplicationContext) context).getWebServer().getPort();
		return this.http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
