package io.harborai.test;

import io.harborai.chat.ChatCompletion;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.SimulatedVendor;

/**
 * AssertJ assertions for what tests of HarborAI's users look at: what was asked of the
 * vendor, and what came back. Can be imported statically beside AssertJ's own
 * {@code Assertions}.
 */
public final class HarborAiAssertions {

	private HarborAiAssertions() {
	}

	/**
	 * Assert on what a vendor received since the test began.
	 * @param actual the vendor
	 * @return the assertions
	 */
	public static SimulatedVendorAssert assertThat(SimulatedVendor actual) {
		return new SimulatedVendorAssert(actual);
	}

	/**
	 * Assert on a request.
	 * @param actual the request
	 * @return the assertions
	 */
	public static RecordedRequestAssert assertThat(RecordedRequest actual) {
		return new RecordedRequestAssert(actual);
	}

	/**
	 * Assert on an answer.
	 * @param actual the answer
	 * @return the assertions
	 */
	public static ChatCompletionAssert assertThat(ChatCompletion actual) {
		return new ChatCompletionAssert(actual);
	}

}
