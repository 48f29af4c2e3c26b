package io.harborai.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a {@link ScriptedServer} does on one connection, step by step. When the steps are
 * over the connection stays open and silent. Immutable; every method returns a copy with
 * one more step.
 */
public final class ConnectionScript {

	private static final ConnectionScript SILENT = new ConnectionScript(List.of());

	private final List<Step> steps;

	private ConnectionScript(List<Step> steps) {
		this.steps = steps;
	}

	/**
	 * A script without steps: the connection is accepted, and that is all.
	 * @return the script
	 */
	public static ConnectionScript silent() {
		return SILENT;
	}

	/**
	 * A script that begins with {@link #expectRequest()}.
	 * @return the script
	 */
	public static ConnectionScript onRequest() {
		return SILENT.expectRequest();
	}

	/**
	 * Wait for a whole HTTP request, body included. Bytes that came earlier count.
	 * @return the script
	 */
	public ConnectionScript expectRequest() {
		return and(new Step.Expect());
	}

	/**
	 * Write bytes, in a TCP write of their own.
	 * @param bytes the bytes
	 * @return the script
	 */
	public ConnectionScript send(byte[] bytes) {
		return and(new Step.Send(bytes.clone()));
	}

	/**
	 * Write text as UTF-8, in a TCP write of its own.
	 * @param text the text; line ends are sent as they are
	 * @return the script
	 */
	public ConnectionScript send(String text) {
		return send(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Write an HTTP response with {@code Content-Length}.
	 * @param status the status
	 * @param contentType the media type
	 * @param body the body
	 * @return the script
	 */
	public ConnectionScript respond(int status, String contentType, String body) {
		return send("HTTP/1.1 " + status + " Scripted\r\nContent-Type: " + contentType + "\r\nContent-Length: "
				+ body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
	}

	/**
	 * Write the head of an event stream, to be followed by {@link #sendChunk(String)}.
	 * @return the script
	 */
	public ConnectionScript startStream() {
		return send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
	}

	/**
	 * Write text as one HTTP chunk.
	 * @param text the text; empty text ends the body
	 * @return the script
	 */
	public ConnectionScript sendChunk(String text) {
		return send(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
	}

	/**
	 * Write the first bytes, wait at a gate, write the rest.
	 * @param bytes all bytes
	 * @param first how many come before the gate
	 * @param gate the gate
	 * @return the script
	 */
	public ConnectionScript send(byte[] bytes, int first, Gate gate) {
		return send(Arrays.copyOf(bytes, first)).hold(gate).send(Arrays.copyOfRange(bytes, first, bytes.length));
	}

	/**
	 * Write bytes a few at a time.
	 * @param bytes the bytes
	 * @param size how many at a time
	 * @param interval the time before each piece
	 * @return the script
	 */
	public ConnectionScript trickle(byte[] bytes, int size, Duration interval) {
		ConnectionScript script = this;
		for (int from = 0; from < bytes.length; from += size) {
			int to = Math.min(bytes.length, from + size);
			script = script.delay(interval).send(Arrays.copyOfRange(bytes, from, to));
		}
		return script;
	}

	/**
	 * Wait until a gate is open.
	 * @param gate the gate
	 * @return the script
	 */
	public ConnectionScript hold(Gate gate) {
		return and(new Step.Pause(gate));
	}

	/**
	 * Wait for some time.
	 * @param time how long
	 * @return the script
	 */
	public ConnectionScript delay(Duration time) {
		return and(new Step.Delay(time));
	}

	/**
	 * Read nothing more, so that the other side's writes pile up. Its end is no longer
	 * noticed.
	 * @return the script
	 */
	public ConnectionScript stopReading() {
		return and(new Step.StopReading());
	}

	/**
	 * End the output (FIN) and go on reading until the other side ends too.
	 * @return the script
	 */
	public ConnectionScript finish() {
		return and(new Step.Finish());
	}

	/**
	 * Close the connection.
	 * @return the script
	 */
	public ConnectionScript close() {
		return and(new Step.HangUp(false));
	}

	/**
	 * Reset the connection (RST).
	 * @return the script
	 */
	public ConnectionScript reset() {
		return and(new Step.HangUp(true));
	}

	/**
	 * Keep the connection open in silence, which every script does at its end; says so
	 * for the reader.
	 * @return the script
	 */
	public ConnectionScript keepOpen() {
		return this;
	}

	List<Step> steps() {
		return this.steps;
	}

	private ConnectionScript and(Step step) {
		List<Step> all = new ArrayList<>(this.steps);
		all.add(step);
		return new ConnectionScript(List.copyOf(all));
	}

}
