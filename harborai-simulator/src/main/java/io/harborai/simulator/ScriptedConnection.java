package io.harborai.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What has happened on one connection of a {@link ScriptedServer}. Safe for use by many
 * threads.
 */
public final class ScriptedConnection {

	private final Waiting waiting = new Waiting();

	private final ByteArrayOutputStream received = new ByteArrayOutputStream();

	private final int id;

	private int requests;

	private boolean closed;

	private boolean closedByClient;

	private boolean scriptOver;

	ScriptedConnection(int id) {
		this.id = id;
	}

	/**
	 * Return the number of the connection.
	 * @return the number, from 1 in the order of their coming
	 */
	public int id() {
		return this.id;
	}

	/**
	 * Return all bytes that the other side has sent.
	 * @return a copy
	 */
	public byte[] received() {
		return this.waiting.read(this.received::toByteArray);
	}

	/**
	 * Return all that the other side has sent, as text.
	 * @return the bytes read as UTF-8
	 */
	public String receivedText() {
		return new String(received(), StandardCharsets.UTF_8);
	}

	/**
	 * Return how many requests the script has waited for and got.
	 * @return the number
	 */
	public int requests() {
		return this.waiting.read(() -> this.requests);
	}

	/**
	 * Return whether the other side has closed or reset the connection first.
	 * @return {@code true} if so
	 */
	public boolean closedByClient() {
		return this.waiting.read(() -> this.closedByClient);
	}

	/**
	 * Wait until the other side has closed or reset the connection first.
	 * @param timeout how long to wait
	 * @return whether it did in time
	 */
	public boolean awaitClosedByClient(Duration timeout) {
		return this.waiting.await(() -> this.closedByClient, timeout);
	}

	/**
	 * Wait until the connection is gone, whoever closed it.
	 * @param timeout how long to wait
	 * @return whether it was gone in time
	 */
	public boolean awaitClosed(Duration timeout) {
		return this.waiting.await(() -> this.closed, timeout);
	}

	/**
	 * Wait until so many requests have come.
	 * @param count how many
	 * @param timeout how long to wait
	 * @return whether they came in time
	 */
	public boolean awaitRequests(int count, Duration timeout) {
		return this.waiting.await(() -> this.requests >= count, timeout);
	}

	/**
	 * Wait until the script has come to its end.
	 * @param timeout how long to wait
	 * @return whether it did in time
	 */
	public boolean awaitScriptOver(Duration timeout) {
		return this.waiting.await(() -> this.scriptOver, timeout);
	}

	void receive(byte[] bytes) {
		this.waiting.change(() -> {
			this.received.writeBytes(bytes);
			return this;
		});
	}

	void countRequest() {
		this.waiting.change(() -> ++this.requests);
	}

	void markScriptOver() {
		this.waiting.change(() -> this.scriptOver = true);
	}

	void markClosed(boolean byClient) {
		this.waiting.change(() -> {
			this.closedByClient = byClient;
			return this.closed = true;
		});
	}

}
