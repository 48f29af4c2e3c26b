package io.harborai.samples.failover;

import java.util.concurrent.atomic.AtomicLong;

import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;

/**
 * A simulated vendor whose condition can be changed while it runs. Thread-safe.
 */
final class Vendor implements AutoCloseable {

	private final String name;

	private final SimulatedVendor server;

	private final AtomicLong requests = new AtomicLong();

	private volatile Condition condition = Condition.WELL;

	/**
	 * Let a server be this vendor.
	 * @param name the name of the provider that stands for it
	 * @param server the server
	 */
	Vendor(String name, SimulatedVendor server) {
		this.name = name;
		this.server = server.always(Reply.script((request) -> {
			this.requests.incrementAndGet();
			return this.condition.reply();
		}));
	}

	String name() {
		return this.name;
	}

	SimulatedVendor server() {
		return this.server;
	}

	/**
	 * How many requests have reached it.
	 */
	long requests() {
		return this.requests.get();
	}

	Condition condition() {
		return this.condition;
	}

	void become(Condition condition) {
		this.condition = condition;
	}

	@Override
	public void close() {
		this.server.close();
	}

}
