package io.harborai.autoconfigure.dashboard;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.harborai.autoconfigure.InvalidPropertyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The page in a running WebFlux application. How it looks and works is tested in a
 * browser, by the sample {@code observed}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DashboardTests {

	private static final String PAGE = "/actuator/harboraidashboard";

	private static final String ENABLED = "harborai.dashboard.enabled=true";

	private static final String EXPOSED = "management.endpoints.web.exposure.include=harborai,harboraidashboard";

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void isOnePageThatLoadsNothingFromElsewhere() {
		start(ENABLED, EXPOSED);
		HttpResponse<String> response = get(PAGE);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("content-type")).hasValue("text/html;charset=UTF-8");
		String page = response.body();
		assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n").doesNotContain("sourceMappingURL");
		String markup = page.replace(between(page, "<style>", "</style>"), "")
			.replace(between(page, "<script>", "</script>"), "");
		assertThat(markup).doesNotContainPattern("\\s(src|on\\w+|style)=")
			.doesNotContainPattern("@\\w+@")
			.doesNotContain("https://");
		assertThat(markup.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http://");
	}

	@Test
	void runsNothingButItsOwnScript() throws NoSuchAlgorithmException {
		start(ENABLED, EXPOSED);
		String page = get(PAGE).body();
		Matcher policy = Pattern.compile("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]+)\">")
			.matcher(page);
		assertThat(policy.find()).isTrue();
		assertThat(policy.group(1))
			.isEqualTo("default-src 'none'; script-src '" + hash(between(page, "<script>", "</script>"))
					+ "'; style-src '" + hash(between(page, "<style>", "</style>"))
					+ "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'");
		assertThat(page.indexOf("Content-Security-Policy")).isLessThan(page.indexOf("<style>"));
	}

	private static String between(String page, String start, String end) {
		int from = page.indexOf(start) + start.length();
		return page.substring(from, page.indexOf(end, from));
	}

	private static String hash(String text) throws NoSuchAlgorithmException {
		return "sha256-" + Base64.getEncoder()
			.encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void knowsWhatIsBesideIt() {
		start(ENABLED, EXPOSED);
		assertThat(get(PAGE).body()).contains("data-endpoint=\"harborai\" data-budgets=\"\" data-actions=\"true\"");
	}

	@Test
	void findsTheBudgetsWhereTheyAreExposed() {
		start(ENABLED, EXPOSED + ",harboraibudgets");
		assertThat(get(PAGE).body()).contains("data-budgets=\"harboraibudgets\"");
	}

	@Test
	void offersNoActionsWhereAccessIsReadOnly() {
		start(ENABLED, EXPOSED, "management.endpoint.harborai.access=read-only");
		assertThat(get(PAGE).body()).contains("data-endpoint=\"harborai\"", "data-actions=\"false\"");
	}

	@Test
	void knowsThatItsSourceIsNotExposed() {
		start(ENABLED, "management.endpoints.web.exposure.include=harboraidashboard");
		assertThat(get(PAGE).body()).contains("data-endpoint=\"\"", "data-actions=\"false\"");
	}

	@Test
	void findsItsSourceOnAPortAndBelowPathsOfTheirOwn() {
		start(ENABLED, EXPOSED, "management.server.port=0", "management.endpoints.web.base-path=/ops",
				"management.endpoints.web.path-mapping.harborai=ai/client",
				"management.endpoints.web.path-mapping.harboraidashboard=pages/ai");
		int port = port("local.management.port");
		assertThat(port).isNotEqualTo(port("local.server.port"));
		URI page = URI.create("http://127.0.0.1:" + port + "/ops/pages/ai");
		HttpResponse<String> response = get(page);
		assertThat(response.statusCode()).isEqualTo(200);
		Matcher endpoint = Pattern.compile("data-endpoint=\"([^\"]+)\"").matcher(response.body());
		assertThat(endpoint.find()).isTrue();
		URI source = page.resolve(endpoint.group(1));
		assertThat(source.getPath()).isEqualTo("/ops/ai/client");
		assertThat(get(source).body()).contains("\"providers\"");
	}

	@Test
	void isNotThereUnlessItIsWanted(CapturedOutput output) {
		start(EXPOSED);
		assertThat(get(PAGE).statusCode()).isEqualTo(404);
		assertThat(output).doesNotContain("harboraidashboard");
	}

	@Test
	void isExposedAsEveryEndpointIsAndSaysIfItIsNot(CapturedOutput output) {
		start(ENABLED);
		assertThat(get(PAGE).statusCode()).isEqualTo(404);
		assertThat(output).contains("Add harboraidashboard and harborai to management.endpoints.web.exposure.include");
	}

	@Test
	void saysWhatToAddWhereChartJsIsMissing(CapturedOutput output) {
		ClassLoader original = Thread.currentThread().getContextClassLoader();
		Thread.currentThread()
			.setContextClassLoader(new FilteredClassLoader(new ClassPathResource(PlottingLibrary.POM)));
		try {
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> start(ENABLED, EXPOSED))
				.withRootCauseInstanceOf(InvalidPropertyException.class);
		}
		finally {
			Thread.currentThread().setContextClassLoader(original);
		}
		assertThat(output).contains("APPLICATION FAILED TO START", "Property: harborai.dashboard.enabled",
				"needs Chart.js, whose WebJar is not on the class path",
				"Add the dependency org.webjars.npm:chart.js in version 4");
	}

	@Test
	void filesAreKeptInANativeImage() {
		RuntimeHints hints = new RuntimeHints();
		new DashboardRuntimeHints().registerHints(hints, getClass().getClassLoader());
		for (String file : List.of("io/harborai/autoconfigure/dashboard/dashboard.html", PlottingLibrary.POM,
				PlottingLibrary.FOLDER + "4.5.1/dist/chart.umd.min.js")) {
			assertThat(RuntimeHintsPredicates.resource().forResource(file)).as(file).accepts(hints);
		}
	}

	private void start(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("server.port=0", "spring.main.banner-mode=off",
				"harborai.providers.deepseek.api-key=sk-0123456789abcdef0123456789abcdef"));
		arguments.addAll(List.of(properties));
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.REACTIVE);
		this.context = application.run(arguments.stream().map((argument) -> "--" + argument).toArray(String[]::new));
	}

	private HttpResponse<String> get(String path) {
		return get(URI.create("http://127.0.0.1:" + port("local.server.port") + path));
	}

	private int port(String name) {
		return this.context.getEnvironment().getRequiredProperty(name, Integer.class);
	}

	private static HttpResponse<String> get(URI address) {
		try {
			return HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
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
