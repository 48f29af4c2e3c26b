package io.harborai.test;

import java.util.List;

import io.harborai.simulator.Dialect;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.SimulatedVendor;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on what a {@link SimulatedVendor} received.
 */
public final class SimulatedVendorAssert extends AbstractAssert<SimulatedVendorAssert, SimulatedVendor> {

	SimulatedVendorAssert(SimulatedVendor actual) {
		super(actual, SimulatedVendorAssert.class);
	}

	/**
	 * Verify how many requests came, retries included.
	 * @param expected the number
	 * @return this
	 */
	public SimulatedVendorAssert receivedRequests(int expected) {
		return count("", requests(), expected);
	}

	/**
	 * Verify how many requests came in a dialect.
	 * @param dialect the dialect
	 * @param expected the number
	 * @return this
	 */
	public SimulatedVendorAssert receivedRequests(Dialect dialect, int expected) {
		String base = dialect.basePath() + '/';
		return count(" for " + dialect,
				requests().stream().filter((request) -> request.path().startsWith(base)).toList(), expected);
	}

	/**
	 * Go on with the latest request.
	 * @return assertions on it
	 */
	public RecordedRequestAssert lastRequest() {
		return request(requests().size());
	}

	/**
	 * Go on with a request.
	 * @param number its number, from 1
	 * @return assertions on it
	 */
	public RecordedRequestAssert request(int number) {
		List<RecordedRequest> requests = requests();
		if (number < 1 || number > requests.size()) {
			throw failure("Expected the vendor to have received request %s, but it received %s%s", Math.max(number, 1),
					requests.size(), list(requests));
		}
		return new RecordedRequestAssert(requests.get(number - 1)).as("request %s of %s", number, requests.size());
	}

	private SimulatedVendorAssert count(String which, List<RecordedRequest> requests, int expected) {
		if (requests.size() != expected) {
			throw failure("Expected the vendor to have received %s requests%s, but it received %s%s", expected, which,
					requests.size(), list(requests));
		}
		return this;
	}

	private List<RecordedRequest> requests() {
		isNotNull();
		return this.actual.requests();
	}

	private static String list(List<RecordedRequest> requests) {
		StringBuilder list = new StringBuilder(requests.isEmpty() ? "" : ":");
		requests.forEach((request) -> list.append("\n  ").append(request));
		return list.toString();
	}

}
