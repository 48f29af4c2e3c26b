package io.harborai.samples.observed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.harborai.HarborAiClient;
import io.harborai.error.BudgetExceededException;
import io.harborai.error.HarborAiException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the Grafana dashboard and the alert rules of docs/observability ask for is what
 * the application exports under load.
 */
@ObservedTest
class QueriesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Pattern FAILED = Pattern.compile("harborai_attempts_total\\{.*outcome=\"(?!ok\"|cancelled\")");

	private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

	private static final Pattern VARIABLE = Pattern.compile("label_values\\((\\w+),\\s*(\\w+)\\)");

	private final int port;

	QueriesTests(@LocalServerPort int port) {
		this.port = port;
	}

	@BeforeEach
	void loadUntilEverythingHasHappened(@Autowired HarborAiClient client) throws InterruptedException {
		// A model without a price. The traffic does the rest.
		client.chat()
			.completions()
			.createAsync((request) -> request.model("openai/made-up").user("Hello"))
			.onErrorComplete(HarborAiException.class)
			.block();
		long until = System.nanoTime() + PATIENCE.toNanos();
		while (!FAILED.matcher(Scrape.get("http://localhost:" + this.port + "/actuator/prometheus")).find()) {
			assertThat(System.nanoTime()).as("a vendor has failed").isLessThan(until);
			Thread.sleep(100);
		}
	}

	@Test
	void everyQueryOfTheDashboardIsAnswered() throws IOException {
		JsonNode dashboard = JsonMapper.shared().readTree(read("grafana-dashboard.json"));
		Map<String, List<String>> missing = new TreeMap<>();
		Scrape scrape = Scrape.of(this.port);
		List<JsonNode> targets = dashboard.findValues("targets").stream().flatMap(JsonNode::valueStream).toList();
		assertThat(targets).hasSizeGreaterThan(15);
		for (JsonNode target : targets) {
			String expression = target.path("expr").asString();
			Query query = Query.parse(expression);
			assertThat(query.series()).as(expression).isNotEmpty();
			List<String> lacking = new ArrayList<>(query.missing(scrape));
			Matcher legend = LEGEND.matcher(target.path("legendFormat").asString(""));
			while (legend.find()) {
				String label = legend.group(1);
				if (query.series().values().stream().noneMatch((labels) -> labels.contains(label))) {
					lacking.add("legend " + label);
				}
			}
			if (!lacking.isEmpty()) {
				missing.put(expression, lacking);
			}
		}
		assertThat(missing).isEmpty();
	}

	@Test
	void variablesOfTheDashboardHaveValues() throws IOException {
		JsonNode dashboard = JsonMapper.shared().readTree(read("grafana-dashboard.json"));
		Scrape scrape = Scrape.of(this.port);
		List<String> queries = dashboard.path("templating")
			.path("list")
			.valueStream()
			.filter((variable) -> variable.path("type").asString().equals("query"))
			.map((variable) -> variable.path("query").path("query").asString())
			.toList();
		assertThat(queries).isNotEmpty();
		assertThat(queries).allSatisfy((query) -> {
			Matcher variable = VARIABLE.matcher(query);
			assertThat(variable.matches()).isTrue();
			assertThat(scrape.series().get(variable.group(1))).contains(variable.group(2));
		});
	}

	@Test
	void everyAlertRuleIsAnswered() throws IOException {
		Map<String, Object> file = new Yaml().load(read("prometheus-alerts.yaml"));
		Scrape scrape = Scrape.of(this.port);
		Map<String, List<String>> missing = new TreeMap<>();
		List<Map<String, Object>> rules = rules(file);
		assertThat(rules).hasSizeGreaterThan(8);
		for (Map<String, Object> rule : rules) {
			assertThat(rule).containsKeys("alert", "expr", "labels", "annotations");
			List<String> lacking = Query.parse(rule.get("expr").toString()).missing(scrape);
			if (!lacking.isEmpty()) {
				missing.put(rule.get("alert").toString(), lacking);
			}
		}
		assertThat(missing).isEmpty();
	}

	@Test
	void aSpentBudgetIsNoFailureOfTheVendor() throws IOException {
		Map<String, Object> file = new Yaml().load(read("prometheus-alerts.yaml"));
		String expression = rules(file).stream()
			.filter((rule) -> rule.get("alert").equals("HarborAiCallsFail"))
			.map((rule) -> rule.get("expr").toString())
			.findFirst()
			.orElseThrow();
		assertThat(expression.split("/")).hasSize(2)
			.allSatisfy((side) -> assertThat(side)
				.containsPattern("error_type![=~]\"[^\"]*\\b" + BudgetExceededException.class.getSimpleName() + "\""));
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> rules(Map<String, Object> file) {
		List<Map<String, Object>> groups = (List<Map<String, Object>>) file.get("groups");
		return groups.stream().flatMap((group) -> ((List<Map<String, Object>>) group.get("rules")).stream()).toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "grafana-dashboard.json", "prometheus-alerts.yaml" })
	void budgetsAndTheLedgerAreWatched(String file) throws IOException {
		assertThat(read(file)).contains("harborai_budget_spent", "harborai_budget_limit", "harborai_ledger_lost_total");
	}

	@Test
	void whatIsNotExportedIsFound() {
		Scrape scrape = Scrape.parse("""
				# HELP calls_total Calls
				calls_total{provider="a",text="b, c=\\"d\\""} 1.0
				up 1
				""");
		assertThat(Query.parse("sum by (provider) (rate(calls_total{text!~\"x{y}|z\"}[5m])) / up").missing(scrape))
			.containsExactly("up{provider}");
		assertThat(Query.parse("rate(call_total[$__rate_interval]) > 0").missing(scrape)).containsExactly("call_total");
		assertThat(Query.parse("max without (job) (calls_total{vendor=\"$provider\"}) and on (c) up").missing(scrape))
			.containsExactly("calls_total{c}", "calls_total{job}", "calls_total{vendor}", "up{c}", "up{job}");
	}

	private static String read(String file) throws IOException {
		Path folder = Path.of("").toAbsolutePath();
		while (!Files.exists(folder.resolve("docs/observability"))) {
			folder = folder.getParent();
		}
		return Files.readString(folder.resolve("docs/observability").resolve(file));
	}

}
