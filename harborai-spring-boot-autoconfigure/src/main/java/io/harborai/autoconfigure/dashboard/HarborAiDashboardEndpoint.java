package io.harborai.autoconfigure.dashboard;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Actuator endpoint that is a page: it shows live what the endpoint {@code harborai}
 * tells, and has buttons for what that one does. The page is one file, which loads
 * nothing from elsewhere. Thread-safe.
 */
@WebEndpoint(id = "harboraidashboard")
public class HarborAiDashboardEndpoint {

	private final PlottingLibrary plots;

	private final Supplier<Surroundings> surroundings;

	// Guarded by this.
	private @Nullable String page;

	HarborAiDashboardEndpoint(PlottingLibrary plots, Supplier<Surroundings> surroundings) {
		this.plots = plots;
		this.surroundings = surroundings;
	}

	/**
	 * The page, put together when it is first asked for.
	 * @return HTML
	 */
	@ReadOperation(produces = "text/html;charset=UTF-8")
	public synchronized String page() {
		String page = this.page;
		if (page == null) {
			page = DashboardPage.write(this.plots, this.surroundings.get());
			this.page = page;
		}
		return page;
	}

}
