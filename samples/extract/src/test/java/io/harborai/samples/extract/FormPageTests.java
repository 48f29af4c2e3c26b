package io.harborai.samples.extract;

import java.nio.file.Path;
import java.time.Duration;

import io.harborai.samples.browser.Browser;
import io.harborai.samples.browser.BrowserTest;
import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
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
@ExtractTest
class FormPageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String CARRIER = "[data-field=carrier]";

	@TempDir(cleanup = CleanupMode.NEVER)
	private static Path userData;

	private static Browser browser;

	private final SimulatedVendor vendor;

	FormPageTests(@Autowired SimulatedVendor vendor) {
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
		browser.device(1280, 900, "light");
		browser.open(port);
	}

	@AfterEach
	void pageHasNothingToComplainAbout() {
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void fieldsFillBeforeTheEnd() {
		Gate growing = new Gate();
		Gate rows = new Gate();
		this.vendor.next(notice().holdAfter(ExtractStreamTests.UP_TO_BLUE, growing)
			.holdAfter(ExtractStreamTests.UP_TO_FIRST_ROW, rows));
		browser.click("#fill");
		browser.untilText(CARRIER, "Blue");
		assertThat(browser.text("[data-field=reference]")).isEqualTo("HB-1");
		assertThat(browser.find(CARRIER).getAttribute("data-state")).isEqualTo("growing");
		assertThat(browser.text("#state")).isEqualTo("Filling in…");
		assertThat(browser.text("#fill")).isEqualTo("Stop");
		assertThat(browser.count("#goods tr")).isZero();
		growing.open();
		browser.until("return document.querySelectorAll('#goods tr').length === 1");
		assertThat(browser.text(CARRIER)).isEqualTo("Blue Anchor Line");
		assertThat(browser.find(CARRIER).getAttribute("data-state")).isEqualTo("filled");
		assertThat(browser.text("#goods tr:last-child")).contains("Tiles", "2 pallets");
		assertThat(browser.text("[data-field=instructions]")).isEmpty();
		assertThat(rows.isOpen()).isFalse();
		rows.open();
		untilState("complete");
		assertThat(browser.text("#state")).isEqualTo("Complete and checked");
		assertThat(browser.text("[data-field=instructions]")).isEqualTo("Keep it dry.");
		assertThat(browser.count("#goods tr")).isEqualTo(2);
		assertThat(browser.count("[data-state=growing]")).isZero();
		assertThat(browser.text("#facts")).contains("deepseek/deepseek-flash", "JSON_OBJECT", " tokens", " CNY");
		assertThat(browser.text("#fill")).isEqualTo("Fill in the form");
		assertThat(browser.shows("#failure")).isFalse();
	}

	@Test
	void brokenStreamLeavesTheLastGoodSnapshot() {
		this.vendor.next(notice().truncateAfter(ExtractStreamTests.UP_TO_BLUE));
		browser.click("#fill");
		untilState("failed");
		assertThat(browser.text("#state")).isEqualTo("Not complete");
		assertThat(browser.text("#failure")).contains("The stream broke before the answer was complete.",
				"last good snapshot", "StructuredOutputException", "INTERRUPTED");
		assertThat(browser.text(CARRIER)).isEqualTo("Blue");
		assertThat(browser.count("[data-state=growing]")).isZero();
		this.vendor.next(notice());
		browser.click("#fill");
		untilState("complete");
		assertThat(browser.shows("#failure")).isFalse();
	}

	@Test
	void failureBeforeTheFirstFieldIsReadable() {
		this.vendor.next(Reply.status(402));
		browser.click("#fill");
		untilState("failed");
		assertThat(browser.text("#problem")).containsIgnoringCase("balance");
		assertThat(browser.text("#error")).isEqualTo("InsufficientBalanceException");
		assertThat(browser.shows("#kept")).isFalse();
	}

	@Test
	void stopClosesTheVendorsConnection() {
		Gate gate = new Gate();
		int closed = this.vendor.connections().closedByClient();
		this.vendor.next(notice().holdAfter(ExtractStreamTests.UP_TO_BLUE, gate));
		browser.click("#fill");
		browser.untilText(CARRIER, "Blue");
		browser.click("#fill");
		assertThat(this.vendor.connections().awaitClosedByClient(closed + 1, PATIENCE)).isTrue();
		untilState("stopped");
		assertThat(browser.text(CARRIER)).isEqualTo("Blue");
		assertThat(browser.text("#fill")).isEqualTo("Fill in the form");
	}

	@Test
	void markupOfTheModelStaysText() {
		String markup = "<img src=x onerror=alert(1)>";
		this.vendor.next(Reply.answer()
			.reasoning("")
			.text("{\"carrier\": \"" + markup + "\", \"goods\": [{\"article\": \"" + markup + "\"}]}"));
		browser.click("#fill");
		untilState("complete");
		assertThat(browser.text(CARRIER)).isEqualTo(markup);
		assertThat(browser.text("#goods td")).isEqualTo(markup);
		assertThat(browser.count(".form img")).isZero();
	}

	@Test
	void exampleFillsTheFormAndFitsDeskAndPhone() {
		browser.click("[data-example=mail]");
		browser.until("return document.querySelector('[data-example=mail]').ariaPressed === 'true'");
		browser.click("#fill");
		untilState("complete");
		assertThat(browser.text("[data-field='sender.name']")).isEqualTo("远行生活用品有限公司");
		assertThat(browser.text("[data-field=mode]")).isEqualTo("Air");
		assertThat(browser.text("[data-field=arrival]")).isEqualTo("Fri, Nov 27, 2026");
		assertThat(browser.text("[data-field=total]")).isEqualTo("CNY 2,602.50");
		assertThat(browser.count("#goods tr")).isEqualTo(3);
		assertThat(browser.evaluate("return document.documentElement.scrollWidth")).isEqualTo(1280L);
		browser.device(390, 844, "dark");
		assertThat(browser.evaluate("return document.documentElement.scrollWidth")).isEqualTo(390L);
		assertThat(browser.evaluate("return [...document.querySelectorAll('dd, .goods td')]"
				+ ".every((cell) => cell.scrollWidth <= cell.clientWidth + 1)"))
			.isEqualTo(true);
		assertThat(browser.evaluate("return getComputedStyle(document.body).backgroundColor"))
			.isEqualTo("rgb(13, 20, 25)");
	}

	@Test
	void pageSaysThatTheVendorIsSimulatedAndWhichKeyChangesThat() {
		assertThat(browser.text("#simulated")).contains("simulated", "DEEPSEEK_API_KEY");
		assertThat(browser.shows("[data-example=broken]")).isTrue();
		assertThat(browser.find("#text").getAttribute("value")).startsWith("Subject: Your order is on its way");
	}

	private static Reply notice() {
		return Reply.answer().reasoning("").text(ExtractStreamTests.NOTICE);
	}

	private static void untilState(String state) {
		browser.until("return document.body.dataset.state === '" + state + "'");
	}

}
