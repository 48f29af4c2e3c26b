package io.harborai.samples.failover;

import java.nio.file.Path;
import java.util.List;

import io.harborai.samples.browser.Browser;
import io.harborai.samples.browser.BrowserTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a real browser.
 */
@BrowserTest
@FailoverTest
class FailoverPageTests {

	private static final String LAST_ENDED = "[...document.querySelectorAll('.call:not([data-state=running])')].at(-1)";

	@TempDir(cleanup = CleanupMode.NEVER)
	private static Path userData;

	private static Browser browser;

	private final List<Vendor> vendors;

	private final Load load;

	FailoverPageTests(@Autowired List<Vendor> vendors, @Autowired Load load) {
		this.vendors = vendors;
		this.load = load;
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
		this.load.run(true);
		this.vendors.forEach((vendor) -> vendor.become(Condition.WELL));
		browser.device(1280, 1000, "light");
		browser.open(port);
		untilPhase("well");
		untilAnsweredBy("vendor-a");
	}

	@AfterEach
	void pageHasNothingToComplainAbout() {
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void callsMoveOverTheBreakerOpensAndTheyComeBack() {
		assertThat(browser.text("#headline")).isEqualTo("All is well: Vendor A answers.");
		assertThat(browser.text("#vendor-a .breaker")).isEqualTo("breaker closed");
		browser.click("#vendor-a [data-condition=FAILING]");
		browser.until("return !!document.querySelector('#story [data-mood=bad]')");
		assertThat(browser.text("#story")).contains("You made Vendor A answer 503");
		untilAnsweredBy("vendor-b");
		browser.until("return document.querySelector('#vendor-a').dataset.breaker === 'OPEN'");
		browser.until("return !!document.querySelector('.attempts [data-provider=vendor-a][data-outcome=failed]')");
		browser.until("return !!document.querySelector('.attempts [data-provider=vendor-a][data-outcome=refused]')");
		browser.click("#vendor-a [data-condition=WELL]");
		browser.until("return document.querySelector('#vendor-a').dataset.breaker === 'CLOSED'");
		untilPhase("well");
		untilAnsweredBy("vendor-a");
		assertThat(browser.text("#story")).containsSubsequence("Vendor A closed", "You healed Vendor A");
	}

	@Test
	void silenceMovesCallsOverToo() {
		browser.click("#vendor-a [data-condition=SILENT]");
		untilAnsweredBy("vendor-b");
		browser.until("return document.querySelector('#vendor-a').dataset.breaker === 'OPEN'");
		browser.until("return document.querySelector('#latest').textContent.includes('A timeout first token')");
	}

	@Test
	void failedCallsAreShownWithTheirError() {
		browser.click("#vendor-a [data-condition=FAILING]");
		browser.click("#vendor-b [data-condition=FAILING]");
		untilPhase("outage");
		browser.until("return " + LAST_ENDED + "?.dataset.state === 'failed'");
		browser.until("return document.querySelector('#latest .error')?.textContent.endsWith('Exception')");
		browser.until("return !document.querySelector('#success').textContent.startsWith('100')");
	}

	@Test
	void pauseMakesNoCalls() {
		browser.click("#run");
		untilPhase("paused");
		browser.until("return document.querySelectorAll('.call[data-state=running]').length === 0");
		assertThat(browser.text("#run")).isEqualTo("Go on");
		browser.click("#run");
		untilPhase("well");
		browser.until("return document.querySelectorAll('.call[data-state=running]').length > 0");
	}

	@Test
	void numbersSumUpTheCalls() {
		browser.untilText("#success", "100 %");
		browser.until("return /^\\d+ ms$/.test(document.querySelector('#first-token').textContent)");
		assertThat(browser.text("#vendor-a .vendor-facts")).contains("requests reached it");
	}

	@Test
	void pageFitsAPhoneAndTheDark() {
		browser.device(390, 844, "dark");
		assertThat(browser.evaluate("return document.documentElement.scrollWidth")).isEqualTo(390L);
		assertThat(browser.evaluate("return getComputedStyle(document.body).backgroundColor"))
			.isEqualTo("rgb(13, 20, 25)");
		browser.click("#theme");
		assertThat(browser.evaluate("return getComputedStyle(document.body).backgroundColor"))
			.isEqualTo("rgb(246, 248, 249)");
		browser.click("#theme");
	}

	private static void untilPhase(String phase) {
		browser.until("return document.body.dataset.phase === '" + phase + "'");
	}

	private static void untilAnsweredBy(String provider) {
		browser.until("return " + LAST_ENDED + "?.dataset.provider === '" + provider + "'");
	}

}
