package io.harborai.samples.browser;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Headless Chromium with a sample's page in it. Not thread-safe.
 */
public final class Browser implements AutoCloseable {

	static final String MISSING = "Chromium and its driver aren't installed, so the page isn't tested in a browser. "
			+ "On Debian: apt-get install chromium chromium-driver";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final List<String> CHROMIUM = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
			"/usr/bin/google-chrome");

	private static final List<String> DRIVER = List.of("/usr/bin/chromedriver",
			"/usr/lib/chromium-browser/chromedriver");

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * Whether there is a Chromium to start.
	 * @return whether it and its driver are installed
	 */
	public static boolean installed() {
		return find(CHROMIUM) != null && find(DRIVER) != null;
	}

	/**
	 * Start it.
	 * @param userData a folder of its own
	 * @return the browser, with nothing in it
	 * @throws IllegalStateException if it isn't installed
	 */
	public static Browser start(Path userData) {
		File chromium = find(CHROMIUM);
		File chromedriver = find(DRIVER);
		if (chromium == null || chromedriver == null) {
			throw new IllegalStateException(MISSING);
		}
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromium);
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--window-size=1280,900", "--lang=en", "--user-data-dir=" + userData);
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		// With the driver's place given, Selenium has nothing to look for or download.
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(chromedriver)
			.withSilent(true)
			.build();
		return new Browser(new ChromeDriver(service, options));
	}

	/**
	 * Open the page that an application of this machine has at its root, and wait until
	 * the page says {@code data-ready="true"}.
	 * @param port the application's port
	 * @return this
	 */
	public Browser open(int port) {
		return open(port, "/");
	}

	/**
	 * Open a page of an application of this machine, and wait until the page says
	 * {@code data-ready="true"}.
	 * @param port the application's port
	 * @param path the page's path
	 * @return this
	 */
	public Browser open(int port, String path) {
		this.driver.get("http://localhost:" + port + path);
		until("return document.body.dataset.ready === 'true'");
		return this;
	}

	/**
	 * Click an element.
	 * @param selector the element's CSS selector
	 */
	public void click(String selector) {
		find(selector).click();
	}

	/**
	 * Find an element.
	 * @param selector its CSS selector
	 * @return the element
	 */
	public WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	/**
	 * Read what an element shows.
	 * @param selector its CSS selector
	 * @return its visible text
	 */
	public String text(String selector) {
		return find(selector).getText();
	}

	/**
	 * Whether an element can be seen.
	 * @param selector its CSS selector
	 * @return whether there is one that is displayed
	 */
	public boolean shows(String selector) {
		return this.driver.findElements(By.cssSelector(selector)).stream().anyMatch(WebElement::isDisplayed);
	}

	/**
	 * Count elements.
	 * @param selector their CSS selector
	 * @return how many there are
	 */
	public long count(String selector) {
		return this.driver.findElements(By.cssSelector(selector)).size();
	}

	/**
	 * Wait until a script says true.
	 * @param script the body of a JavaScript function
	 */
	public void until(String script) {
		new WebDriverWait(this.driver, PATIENCE).withMessage(script)
			.until((driver) -> Boolean.TRUE.equals(this.driver.executeScript(script)));
	}

	/**
	 * Wait until an element shows a text.
	 * @param selector its CSS selector
	 * @param text the whole text
	 */
	public void untilText(String selector, String text) {
		new WebDriverWait(this.driver, PATIENCE).withMessage(() -> selector + " shows " + text)
			.until((driver) -> text(selector).equals(text));
	}

	/**
	 * Look like another device.
	 * @param width the width of its screen in pixels
	 * @param height the height
	 * @param scheme light or dark
	 */
	public void device(int width, int height, String scheme) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/**
	 * Run a script.
	 * @param script the body of a JavaScript function
	 * @return what it returns, the text {@code null} for nothing
	 */
	public Object evaluate(String script) {
		Object value = this.driver.executeScript(script);
		return (value != null) ? value : "null";
	}

	/**
	 * What the page complained about since the last time.
	 * @return warnings and errors of the console
	 */
	public List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	@Override
	public void close() {
		this.driver.quit();
	}

	private static @Nullable File find(List<String> paths) {
		return paths.stream().map(File::new).filter(File::canExecute).findFirst().orElse(null);
	}

}
