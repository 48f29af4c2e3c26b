package io.harborai.samples.failover;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.provider.ProviderRegistry.Entry;
import io.harborai.resilience.Admission;
import io.harborai.resilience.BreakerState;
import io.harborai.resilience.ProviderResilience;
import io.harborai.samples.failover.LoadEvent.Status;
import io.harborai.samples.failover.LoadEvent.VendorStatus;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Shows the load to the page, and lets the page make a vendor fail.
 */
@RestController
final class FailoverController {

	private static final Duration STATUS_PACE = Duration.ofMillis(200);

	private static final int BEHIND_AT_MOST = 256;

	private final HarborAiClient client;

	private final List<Vendor> vendors;

	private final Load load;

	FailoverController(HarborAiClient client, List<Vendor> vendors, Load load) {
		this.client = client;
		this.vendors = vendors;
		this.load = load;
	}

	/**
	 * All that happens. A page that can't keep up misses something rather than holding
	 * others up.
	 */
	@GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<LoadEvent> events() {
		Flux<LoadEvent> status = Flux.interval(Duration.ZERO, STATUS_PACE).map((tick) -> status());
		return Flux.merge(status, this.load.events())
			.onBackpressureBuffer(BEHIND_AT_MOST, BufferOverflowStrategy.DROP_OLDEST);
	}

	@PutMapping("/api/vendors/{name}/{condition}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void become(@PathVariable String name, @PathVariable Condition condition) {
		this.vendors.stream()
			.filter((vendor) -> vendor.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no vendor '" + name + "'"))
			.become(condition);
	}

	@PutMapping("/api/load/{running}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void run(@PathVariable boolean running) {
		this.load.run(running);
	}

	private Status status() {
		return new Status(this.load.isRunning(), this.vendors.stream().map(this::status).toList());
	}

	private VendorStatus status(Vendor vendor) {
		Admission admission = admission(vendor.name());
		// The provider is asked for one model only, so there is one breaker at most.
		BreakerState breaker = (admission != null) ? admission.breakers().values().stream().findFirst().orElse(null)
				: null;
		return new VendorStatus(vendor.name(), vendor.condition(),
				(breaker != null) ? breaker.state().name() : "CLOSED", (breaker != null) ? breaker.failureRate() : null,
				(admission != null) ? admission.inFlight() : 0, vendor.requests());
	}

	private @Nullable Admission admission(String provider) {
		Map<String, Entry> providers = this.client.providers().snapshot().entries();
		Entry entry = providers.get(provider);
		ProviderResilience resilience = (entry != null) ? entry.handle().resilience() : null;
		return (resilience != null) ? resilience.admission() : null;
	}

}
