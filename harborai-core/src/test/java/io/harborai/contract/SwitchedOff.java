package io.harborai.contract;

import io.harborai.HarborAiClient;
import io.harborai.provider.Optimization;

/**
 * The build runs the contract once more without each of the optimizations: they may cost
 * nothing but time.
 */
final class SwitchedOff {

	private static final String PROPERTY = "harborai.test.switched-off";

	private SwitchedOff() {
	}

	/**
	 * Start a client as all contract tests do.
	 * @return a builder, without the optimization that the system property names
	 */
	static HarborAiClient.Builder client() {
		HarborAiClient.Builder builder = HarborAiClient.builder();
		String name = System.getProperty(PROPERTY, "");
		return name.isEmpty() ? builder : builder.switchOff(Optimization.valueOf(name));
	}

}
