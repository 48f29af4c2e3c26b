package io.harborai.samples.observed;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.provider.ProviderState;
import io.harborai.samples.browser.Browser;
import io.harborai.samples.browser.BrowserTest;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard in a real browser, under load.
 */
@BrowserTest
@ObservedTest
class DashboardPageTests {

	private static final String PAGE = "/actuator/harboraidashboard";

	private static final List<String> PLOTS = List.of("calls", "errors", "latency", "first-token", "tokens", "cost",
			"breakers", "bulkhead");

	@TempDir(cleanup = CleanupMode.NEVER)
	private static Path userData;

	private static Browser browser;

	private final HarborAiClient client;

	private final SimulatedVendor vendor;

	DashboardPageTests(@Autowired HarborAiClient client, @Autowired SimulatedVendor vendor) {
		this.client = client;
		this.vendor = vendor;
	}

	@BeforeAll
	static void start() {
		browser = Browser.start(userData);
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void open(@LocalServerPort int port) {
		browser.device(1280, 1000, "light");
		browser.open(port, PAGE);
		browser.until("return document.body.dataset.server === 'here'");
	}

	@AfterEach
	void pageHasNothingToComplainAbout() {
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void plotsFill() {
		for (String plot : PLOTS) {
			browser.until("return Number(document.querySelector('#plot-" + plot + "').dataset.points) > "
					+ (plot.equals("cost") ? 1 : 8));
			assertThat(browser.evaluate(inked(plot))).as(plot).isEqualTo(true);
			assertThat(browser.find("#plot-" + plot).getDomAttribute("aria-label")).as(plot).contains("deepseek");
		}
		browser.until("return /\\d/.test(document.querySelector('#now-calls').textContent)");
		browser.until("return /\\d ms/.test(document.querySelector('#now-first-token').textContent)");
		browser.until("return document.querySelector('#now-cost').textContent.includes('CN\u00a5')");
		browser.until("return document.querySelectorAll('#legend li').length === 3");
		assertThat(browser.text("#currency")).contains("CNY", "USD");
		assertThat(browser.shows("#currency")).isTrue();
		browser.until(
				"return /\\d+ ms, at most/.test(document.querySelector('#client [data-fact=Initialization]').textContent)");
	}

	/**
	 * Whether a plot has more colours than those of its grid and labels.
	 */
	private static String inked(String plot) {
		return """
				const canvas = document.querySelector('#plot-%s');
				const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
				for (let i = 0; i < data.length; i += 4) {
					const most = Math.max(data[i], data[i + 1], data[i + 2]);
					const least = Math.min(data[i], data[i + 1], data[i + 2]);
					if (data[i + 3] > 200 && most - least > 60) { return true; }
				}
				return false;
				""".formatted(plot);
	}

	@Test
	void budgetsShowWhatIsSpentOfThem() {
		String card = "document.querySelector('#budget-list [data-budget=daily]')";
		browser.until("return " + card + "?.querySelector('progress').value > 0");
		assertThat(browser.evaluate("return " + card + ".querySelector('progress').max")).isEqualTo(100L);
		assertThat(browser.text("#budget-list [data-budget=daily]")).contains("Ok", "of CN\u00a5100.00",
				"all, each day until");
		assertThat(browser.shows("#budgets")).isTrue();
	}

	@Test
	void percentilesCanBeChosen() {
		String latest = "return Chart.getChart('plot-latency').data.datasets[0].data.at(-1).y";
		browser.until(latest + " > 0");
		browser.click("input[value=p99]");
		double p99 = number(browser.evaluate(latest));
		browser.click("input[value=p50]");
		assertThat(number(browser.evaluate(latest))).isPositive().isLessThanOrEqualTo(p99);
		browser.click("input[value=p95]");
	}

	private static double number(Object value) {
		return ((Number) value).doubleValue();
	}

	@Test
	void actionsWorkAndDangerousOnesAskFirst() {
		String card = "[data-provider=openai]";
		browser.click(card + " [data-action=disable]");
		browser.until("return document.querySelector('#confirm').open");
		assertThat(browser.text("#confirm-title")).isEqualTo("Disable openai?");
		browser.click("#confirm button[value=no]");
		assertThat(state("openai")).isNotEqualTo(ProviderState.DISABLED);
		browser.click(card + " [data-action=disable]");
		browser.click("#confirm-yes");
		browser.until("return document.querySelector('" + card + "').dataset.state === 'disabled'");
		assertThat(state("openai")).isEqualTo(ProviderState.DISABLED);
		browser.until("return document.querySelector('#said').textContent.startsWith('Disable: openai')");
		browser.click(card + " [data-action=enable]");
		browser.until("return document.querySelector('" + card + "').dataset.state !== 'disabled'");
		browser.click(card + " [data-action=warm-up]");
		browser.until("return document.querySelector('" + card + "').dataset.state === 'ready'");
		browser.click(card + " [data-action=reset]");
		browser.until("return document.querySelector('#said').textContent.startsWith('Reset: openai')");
		browser.click(card + " [data-action=unload]");
		browser.click("#confirm-yes");
		browser.until("return document.querySelector('#said').textContent.startsWith('Unload: openai')");
	}

	@Test
	void aCookieThatCannotBeDecodedStopsNoButton() {
		browser.evaluate("document.cookie = 'XSRF-TOKEN=100%; path=/'; return null");
		try {
			browser.click("[data-provider=deepseek] [data-action=reset]");
			browser.until("return document.querySelector('#said').textContent.startsWith('Reset: deepseek')");
		}
		finally {
			browser.evaluate("document.cookie = 'XSRF-TOKEN=; path=/; max-age=0'; return null");
		}
	}

	@Test
	void thePageSaysWhyAnActionIsForbidden() {
		browser.evaluate("window.fetched = window.fetch; window.fetch = async (path, options) => "
				+ "options.method === 'POST' ? new Response('', { status: 403 }) : window.fetched(path, options); "
				+ "return null");
		assertThat(browser.shows("#read-only")).isFalse();
		browser.click("[data-provider=deepseek] [data-action=reset]");
		browser.until("return !document.querySelector('#read-only').hidden");
		assertThat(browser.text("#read-only")).contains("refused an action (403)", "a token that this page can't read");
		assertThat(browser.shows("[data-provider=deepseek] button")).isFalse();
	}

	private ProviderState state(String provider) {
		return this.client.providers().snapshot().entries().get(provider).state();
	}

	@Test
	void aVendorThatFailsIsSeen() {
		this.vendor.always(Dialect.DEEPSEEK, Reply.status(503));
		try {
			untilDeepSeeksBreakerIsOpen();
		}
		finally {
			this.vendor.always(Dialect.DEEPSEEK, Reply.answer().text("A wall inside a ship."));
		}
	}

	private static void untilDeepSeeksBreakerIsOpen() {
		browser.until("return !!document.querySelector('[data-provider=deepseek] [data-breaker][data-state=open]')");
		browser.until(
				"return document.querySelector('[data-provider=deepseek] [data-fact=Errors]').dataset.tone === 'bad'");
		browser.until("return Chart.getChart('plot-breakers').data.datasets"
				+ ".find((line) => line.label === 'deepseek').data.at(-1).y === 2");
		browser.until("return !!document.querySelector('#alert-list [data-alert=breaker_open]')");
		assertThat(browser.evaluate("return document.title").toString()).matches("\\(\\d+\\) HarborAI");
	}

	@ParameterizedTest
	@CsvSource({ "1280, light", "1280, dark", "390, light", "390, dark" })
	void fitsItsScreen(int width, String scheme) {
		browser.device(width, 900, scheme);
		browser.until("return Number(document.querySelector('#plot-calls').dataset.points) > 2");
		assertThat(
				browser.evaluate("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
			.isEqualTo(0L);
		assertThat(browser.evaluate("""
				const edge = document.documentElement.clientWidth + 1;
				return [...document.querySelectorAll('main *')]
					.filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > edge).length;
				""")).isEqualTo(0L);
		assertThat(browser.evaluate("return getComputedStyle(document.body).backgroundColor"))
			.isEqualTo(Map.of("light", "rgb(245, 247, 249)", "dark", "rgb(12, 19, 24)").get(scheme));
	}

	@Test
	void theServersAbsenceIsSaidAndSurvived() {
		browser.evaluate(
				"window.fetched = window.fetch; window.fetch = async () => { throw new TypeError('gone'); }; return null");
		browser.until("return document.body.dataset.server === 'away'");
		assertThat(browser.text("#problem")).startsWith("The application doesn't answer.");
		browser.evaluate("window.fetch = window.fetched; return null");
		browser.until("return document.body.dataset.server === 'here'");
		assertThat(browser.shows("#problem")).isFalse();
	}

	@Test
	void pauseStopsTheLooks() {
		browser.click("#pause");
		browser.until("return document.querySelector('#pulse').dataset.state === 'paused'");
		Object points = browser.evaluate("return Chart.getChart('plot-calls').data.datasets[0].data.length");
		browser.until("return new Promise((done) => setTimeout(() => done(true), 2500))");
		assertThat(browser.evaluate("return Chart.getChart('plot-calls').data.datasets[0].data.length"))
			.isEqualTo(points);
		browser.click("#pause");
		browser.until("return Chart.getChart('plot-calls').data.datasets[0].data.length > " + points);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "<img src=x onerror=\"document.title='hacked'\">", "<script>document.title='hacked'</script>" })
	void namesAreTextNotMarkup(String hostile) {
		String answer = """
				{"defaultModel": %1$s, "registryVersion": 1, "routes": {%1$s: {"strategy": %1$s, "models": [%1$s]}},
				"optimizations": {%1$s: true}, "cache": null,
				"alerts": [{"id": %1$s, "kind": %1$s, "provider": %1$s, "message": %1$s, "since": %1$s}],
				"providers": {%1$s: {"state": %1$s, "vendor": %1$s, "host": %1$s, "restingKeys": {%1$s: %1$s},
				"admission": {"inFlight": 1, "limit": 2, "queued": 0, "breakers": {%1$s: {"state": %1$s}}},
				"statistics": {"calls": 1, "errors": {%1$s: 1}, "cost": {%1$s: 1},
				"lastError": {"errorClass": %1$s, "at": %1$s}}}}}""".replace("\n", " ")
			.formatted("\"" + hostile.replace("\"", "\\\"") + "\"");
		browser.evaluate("window.fetch = async () => new Response(arguments[0]); return null".replace("arguments[0]",
				"`" + answer.replace("\\", "\\\\") + "`"));
		browser.until("return document.querySelector('#alert-list').textContent.includes('hacked')");
		browser.until("return document.querySelector('#providers').textContent.includes('hacked')");
		assertThat(browser.count("main img, main script")).isZero();
		assertThat(browser.evaluate("return document.title")).isEqualTo("(1) HarborAI");
	}

}
