package io.harborai.samples.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.harborai.samples.browser.Browser;
import io.harborai.samples.browser.BrowserTest;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a real browser.
 */
@BrowserTest
@QuickstartTest
class ChatPageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String ANSWER = "#messages > .model:last-child ";

	@TempDir(cleanup = CleanupMode.NEVER)
	private static Path userData;

	private static Browser browser;

	private final SimulatedVendor vendor;

	ChatPageTests(@Autowired SimulatedVendor vendor) {
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
	void textIsShownWhileTheRestIsStillAtTheVendor() {
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().reasoning("").text("one two three four").holdAfter(2, gate));
		ask("Count");
		browser.untilText(ANSWER + ".answer", "one two");
		assertThat(browser.find(ANSWER).getAttribute("data-state")).isEqualTo("answering");
		assertThat(gate.isOpen()).isFalse();
		gate.open();
		untilState("done");
		assertThat(browser.text(ANSWER + ".answer")).isEqualTo("one two three four");
		assertThat(browser.text("#messages > .user .said")).isEqualTo("Count");
	}

	@Test
	void stopClosesTheVendorsConnection() {
		Gate gate = new Gate();
		int closed = this.vendor.connections().closedByClient();
		this.vendor.next(Reply.answer().reasoning("").text("one two three").holdAfter(1, gate));
		ask("Count");
		browser.untilText(ANSWER + ".answer", "one");
		assertThat(browser.find("#send").getAttribute("aria-label")).isEqualTo("Stop");
		browser.click("#send");
		assertThat(this.vendor.connections().awaitClosedByClient(closed + 1, PATIENCE)).isTrue();
		untilState("stopped");
		assertThat(browser.text(ANSWER + ".answer")).isEqualTo("one");
		assertThat(browser.text(ANSWER + ".facts")).startsWith("Stopped");
		assertThat(browser.find("#send").getAttribute("aria-label")).isEqualTo("Send");
	}

	@Test
	void escapeStopsAnAnswerThatHasNotBegun() {
		Gate gate = new Gate();
		int closed = this.vendor.connections().closedByClient();
		this.vendor.next(Reply.gate(gate));
		ask("Hello");
		assertThat(gate.awaitReached(PATIENCE)).isTrue();
		press(Keys.ESCAPE);
		assertThat(this.vendor.connections().awaitClosedByClient(closed + 1, PATIENCE)).isTrue();
		untilState("stopped");
	}

	@Test
	void reasoningIsShownApartWhileItComesAndFoldsAwayAfterwards() {
		Gate thinking = new Gate();
		Gate answering = new Gate();
		this.vendor.next(Reply.answer()
			.reasoning("first second")
			.text("Done now")
			.holdAfter(1, thinking)
			.holdAfter(3, answering));
		ask("Think");
		browser.untilText(ANSWER + ".reasoning", "first");
		assertThat(browser.text(ANSWER + ".thoughts-title")).startsWith("Thinking…");
		assertThat(browser.text(ANSWER + ".answer")).isEmpty();
		thinking.open();
		browser.untilText(ANSWER + ".answer", "Done");
		assertThat(browser.shows(ANSWER + ".reasoning")).isFalse();
		assertThat(browser.text(ANSWER + ".thoughts-title")).startsWith("Thought for");
		answering.open();
		untilState("done");
		browser.click(ANSWER + ".thoughts summary");
		assertThat(browser.text(ANSWER + ".reasoning")).isEqualTo("first second");
		assertThat(browser.text(ANSWER + ".answer")).isEqualTo("Done now");
	}

	@Test
	void usageTimesAndCostAreShownAfterTheAnswer() {
		this.vendor.next(Reply.answer().text("Fine.").usage(1_000_000, 500_000, 0, 7));
		ask("Hello");
		untilState("done");
		assertThat(browser.text(ANSWER + ".facts")).contains("tokens 1,000,000 → 500,000")
			.contains("thinking 7")
			.contains("first token ")
			.contains("total ")
			.containsPattern("cost ¥\\d");
		assertThat(browser.text("#session")).contains("1 answer · 1,500,000 tokens · ¥");
	}

	@Test
	void failureIsReadableAndCanBeTriedAgain() {
		this.vendor.next(Reply.status(402));
		ask("Hello");
		untilState("failed");
		assertThat(browser.text(ANSWER + ".problem")).containsIgnoringCase("balance");
		assertThat(browser.text(ANSWER + ".remedy")).isNotEmpty();
		assertThat(browser.text(ANSWER + ".details")).contains("InsufficientBalanceException",
				"deepseek/deepseek-flash", "status 402", "retryable no");
		this.vendor.next(Reply.answer().text("Now it works."));
		browser.click(ANSWER + ".retry");
		untilState("done");
		assertThat(browser.text(ANSWER + ".answer")).isEqualTo("Now it works.");
		assertThat(browser.count("#messages > .model")).isEqualTo(1);
	}

	@Test
	void failureInTheMiddleKeepsWhatHadCome() {
		this.vendor.next(Reply.answer().reasoning("").text("one two three").truncateAfter(2));
		ask("Count");
		untilState("failed");
		assertThat(browser.text(ANSWER + ".answer")).isEqualTo("one two");
		assertThat(browser.text(ANSWER + ".failure")).contains("StreamInterruptedException", "is kept above");
	}

	@Test
	void aChipTriesAFailure() {
		browser.click(".failure-chip[data-prompt='!error 429']");
		untilState("failed");
		assertThat(browser.text(ANSWER + ".details")).contains("RateLimitedException");
	}

	@Test
	void anotherModelIsAnotherVendor() {
		AtomicReference<RecordedRequest> recorded = new AtomicReference<>();
		this.vendor.next(Dialect.WENXIN, Reply.script((request) -> {
			recorded.set(request);
			return Reply.answer().text("I am ERNIE.");
		}));
		browser.click("#model-button");
		browser.find("#model-search").sendKeys("ernie-4.5-turbo-128k", Keys.ENTER);
		assertThat(browser.text("#model-name")).isEqualTo("ernie-4.5-turbo-128k");
		ask("Who are you?");
		untilState("done");
		assertThat(browser.text(ANSWER + ".answer")).isEqualTo("I am ERNIE.");
		assertThat(recorded.get().dialect()).isEqualTo(Dialect.WENXIN);
		assertThat(recorded.get().bodyAsMap()).containsEntry("model", "ernie-4.5-turbo-128k");
	}

	@Test
	void modelsAreGroupedByProvider() {
		browser.click("#model-button");
		assertThat(browser.text("#model-list")).contains("deepseek\nDeepSeek V4.1 Flash");
		assertThat(browser.count(".model-group")).isEqualTo(4);
		browser.click("[role=option][data-model='deepseek/deepseek-v4-pro']");
		assertThat(browser.text("#model-name")).isEqualTo("DeepSeek V4 Pro");
		assertThat(browser.shows("#model-panel")).isFalse();
	}

	@Test
	void conversationGoesOn() {
		AtomicReference<RecordedRequest> recorded = new AtomicReference<>();
		this.vendor.next(Reply.answer().text("Hello."));
		ask("Hi");
		untilState("done");
		this.vendor.next(Reply.script((request) -> {
			recorded.set(request);
			return Reply.answer().text("Fine.");
		}));
		ask("And you?");
		browser.untilText(ANSWER + ".answer", "Fine.");
		assertThat(recorded.get().bodyAsMap().get("messages"))
			.isEqualTo(List.of(Map.of("role", "user", "content", "Hi"),
					Map.of("role", "assistant", "content", "Hello."), Map.of("role", "user", "content", "And you?")));
	}

	@Test
	void shiftEnterIsANewLineAndEnterSends() {
		this.vendor.next(Reply.answer().text("Two lines."));
		press("first", Keys.chord(Keys.SHIFT, Keys.ENTER), "second");
		assertThat(browser.count("#messages > *")).isZero();
		press(Keys.ENTER);
		untilState("done");
		assertThat(browser.text("#messages > .user .said")).isEqualTo("first\nsecond");
	}

	@Test
	void markupOfTheModelStaysText() {
		String text = "<img src=x onerror=\"document.title='hacked'\"> **bold** [bad](javascript:alert(1))"
				+ "\n\n```java\nList<String> x;\n```\n\n- one\n- two";
		this.vendor.next(Reply.answer().text(text));
		ask("<b>Hi</b>");
		untilState("done");
		assertThat(browser.count(ANSWER + "img")).isZero();
		assertThat(browser.count(ANSWER + ".answer a")).isZero();
		assertThat(browser.text(ANSWER + ".answer p")).contains("<img src=x onerror=").contains(" bold ");
		assertThat(browser.text(ANSWER + ".answer strong")).isEqualTo("bold");
		assertThat(browser.text(ANSWER + ".answer pre")).isEqualTo("List<String> x;");
		assertThat(browser.count(ANSWER + ".answer li")).isEqualTo(2);
		assertThat(browser.text("#messages > .user .said")).isEqualTo("<b>Hi</b>");
		assertThat(browser.evaluate("return document.title")).isEqualTo("HarborAI Quickstart");
	}

	@Test
	void suggestionIsAskedAndItsTableShown() {
		browser.click(".suggestion[data-prompt^='Compare']");
		untilState("done");
		assertThat(browser.count(ANSWER + ".answer tbody tr")).isEqualTo(3);
		assertThat(browser.shows("#welcome")).isFalse();
		browser.click("#new-chat");
		assertThat(browser.shows("#welcome")).isTrue();
		assertThat(browser.count("#messages > *")).isZero();
	}

	@Test
	void pageSaysThatTheVendorsAreSimulatedAndWhichKeysChangeThat() {
		assertThat(browser.text("#vendors")).contains("Simulated vendors.", "DEEPSEEK_API_KEY", "ARK_API_KEY",
				"QIANFAN_API_KEY", "OPENAI_API_KEY");
	}

	@Test
	void pageFitsAPhoneAndTheDark() {
		browser.device(360, 740, "dark");
		assertThat(browser.evaluate("return document.documentElement.scrollWidth")).isEqualTo(360L);
		assertThat(browser.evaluate("return getComputedStyle(document.body).backgroundColor"))
			.isEqualTo("rgb(13, 20, 25)");
		browser.click("#theme");
		assertThat(browser.evaluate("return getComputedStyle(document.body).backgroundColor"))
			.isEqualTo("rgb(246, 248, 249)");
	}

	private static void ask(String question) {
		press(question, Keys.ENTER);
	}

	private static void press(CharSequence... keys) {
		browser.find("#prompt").sendKeys(keys);
	}

	private static void untilState(String state) {
		browser
			.until("return document.querySelector('#messages > .model:last-child')?.dataset.state === '" + state + "'");
	}

}
