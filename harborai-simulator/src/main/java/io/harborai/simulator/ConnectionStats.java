package io.harborai.simulator;

import java.time.Duration;

/**
 * What a server knows of its connections, live. Safe for use by many threads.
 */
public final class ConnectionStats {

	private final Waiting waiting = new Waiting();

	private int opened;

	private int closedByClient;

	private int closedByServer;

	ConnectionStats() {
	}

	/**
	 * Return how many connections were ever accepted.
	 * @return the number
	 */
	public int opened() {
		return this.waiting.read(() -> this.opened);
	}

	/**
	 * Return how many connections are open now.
	 * @return the number
	 */
	public int open() {
		return this.waiting.read(this::current);
	}

	/**
	 * Return how many connections the other side has closed or reset first.
	 * @return the number
	 */
	public int closedByClient() {
		return this.waiting.read(() -> this.closedByClient);
	}

	/**
	 * Wait until exactly so many connections are open.
	 * @param count how many
	 * @param timeout how long to wait
	 * @return whether it came to that in time
	 */
	public boolean awaitOpen(int count, Duration timeout) {
		return this.waiting.await(() -> current() == count, timeout);
	}

	/**
	 * Wait until the other side has closed at least so many connections.
	 * @param count how many
	 * @param timeout how long to wait
	 * @return whether it came to that in time
	 */
	public boolean awaitClosedByClient(int count, Duration timeout) {
		return this.waiting.await(() -> this.closedByClient >= count, timeout);
	}

	/**
	 * Count a new connection.
	 * @return its number, from 1
	 */
	int connected() {
		return this.waiting.change(() -> ++this.opened);
	}

	void disconnected(boolean byClient) {
		this.waiting.change(() -> byClient ? ++this.closedByClient : ++this.closedByServer);
	}

	private int current() {
		return this.opened - this.closedByClient - this.closedByServer;
	}

}
