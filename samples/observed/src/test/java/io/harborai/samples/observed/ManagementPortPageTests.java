package io.harborai.samples.observed;

import java.nio.file.Path;

import io.harborai.samples.browser.Browser;
import io.harborai.samples.browser.BrowserTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard on a port and below a path of its own, for people who may look but not
 * press.
 */
@BrowserTest
@ObservedTest
@TestPropertySource(properties = { "management.server.port=0", "management.server.base-path=/ops",
		"management.endpoints.web.base-path=/watch", "management.endpoints.web.path-mapping.harborai=ai/client",
		"management.endpoint.harborai.access=read-only" })
class ManagementPortPageTests {

	@TempDir(cleanup = CleanupMode.NEVER)
	private static Path userData;

	@Test
	void plotsFillAndThereAreNoButtons(@LocalManagementPort int port) {
		try (Browser browser = Browser.start(userData)) {
			browser.open(port, "/ops/watch/harboraidashboard");
			browser.until("return document.body.dataset.server === 'here'");
			browser.until("return Number(document.querySelector('#plot-calls').dataset.points) > 2");
			assertThat(browser.shows("[data-provider=deepseek]")).isTrue();
			assertThat(browser.shows("[data-provider=deepseek] button")).isFalse();
			assertThat(browser.text("#read-only")).contains("the access to the endpoint doesn't allow actions");
			assertThat(browser.complaints()).isEmpty();
		}
	}

}
