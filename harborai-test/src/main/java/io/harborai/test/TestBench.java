package io.harborai.test;

import io.harborai.simulator.SimulatedVendor;
import io.harborai.test.cassette.CassetteDeck;
import org.jspecify.annotations.Nullable;

/**
 * The servers that the tests of a class, or of a Spring context, talk to.
 *
 * @param vendor the simulated vendor
 * @param deck stands in front of it if any test has a cassette, else null
 */
record TestBench(SimulatedVendor vendor, @Nullable CassetteDeck deck) implements AutoCloseable {

	/**
	 * Return where a provider's requests go.
	 * @param name the provider's name
	 * @param simulated its vendor
	 * @return the base URL
	 */
	String baseUrl(String name, SimulatedProvider simulated) {
		return (this.deck != null) ? this.deck.baseUrl(name) : this.vendor.baseUrl(simulated.dialect());
	}

	@Override
	public void close() {
		if (this.deck != null) {
			this.deck.close();
		}
		this.vendor.close();
	}

}
