package io.harborai.autoconfigure.monitor;

import java.util.List;

/**
 * What the monitor's own alerts are about.
 */
final class AlertKinds {

	static final String INITIALIZATION = "initialization";

	static final String MEMORY = "memory";

	static final String OVERHEAD = "overhead";

	static final String THROUGHPUT = "throughput";

	static final String FIRST_TOKEN = "first_token";

	static final String ERROR_RATE = "error_rate";

	static final String BREAKER_OPEN = "breaker_open";

	static final String KEYS_RESTING = "keys_resting";

	static final String BUDGET_WARNING = "budget_warning";

	static final String BUDGET_EXCEEDED = "budget_exceeded";

	static final List<String> ALL = List.of(INITIALIZATION, MEMORY, OVERHEAD, THROUGHPUT, FIRST_TOKEN, ERROR_RATE,
			BREAKER_OPEN, KEYS_RESTING, BUDGET_WARNING, BUDGET_EXCEEDED);

	private AlertKinds() {
	}

}
