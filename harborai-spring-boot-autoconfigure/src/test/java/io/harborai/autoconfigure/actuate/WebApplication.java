package io.harborai.autoconfigure.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.harborai.HarborAiClient;
import io.harborai.provider.ProviderHandle;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.SimulatedVendor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A running WebFlux application with Actuator whose only provider, {@code deepseek}, is
 * simulated.
 */
final class WebApplication implements AutoCloseable {

	static final String KEY = "sk-CANARYKEY0123456789abcdef012345";

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final HttpClient http = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	WebApplication(Class<?> application, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.health.show-details=always",
				"--harborai.default-model=deepseek-flash", "--harborai.defaults.resilience.retry.max-attempts=1",
				"--harborai.providers.deepseek.api-key=" + KEY,
				"--harborai.providers.deepseek.base-url=" + this.vendor.baseUrl(Dialect.DEEPSEEK)));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		this.context = new SpringApplicationBuilder(application).run(arguments.toArray(String[]::new));
	}

	SimulatedVendor vendor() {
		return this.vendor;
	}

	HarborAiClient client() {
		return this.context.getBean(HarborAiClient.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	ProviderHandle handle() {
		return client().providers().snapshot().entries().get("deepseek").handle();
	}

	void ask() {
		client().chat().completions().create((request) -> request.user("Hello"));
	}

	JsonNode get(String path) {
		return json(exchange(request(path).GET().build()).body());
	}

	int status(String path) {
		return exchange(request(path).GET().build()).statusCode();
	}

	/**
	 * Ask for an action.
	 */
	HttpResponse<String> act(String provider, String body) {
		return exchange(request("harborai/" + provider).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build());
	}

	JsonNode done(String action) {
		HttpResponse<String> response = act("deepseek", "{\"action\": \"" + action + "\"}");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return json(response.body());
	}

	static JsonNode json(String body) {
		return JsonMapper.shared().readTree(body);
	}

	private HttpRequest.Builder request(String path) {
		int port = ((ReactiveWebServerApplicationContext) this.context).getWebServer().getPort();
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + path));
	}

	private HttpResponse<String> exchange(HttpRequest request) {
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static void eventually(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(end);
			LockSupport.parkNanos(5_000_000);
		}
	}

	@Override
	public void close() {
		this.context.close();
		this.vendor.close();
	}

}
