package io.harborai.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * A bare socket, to see what really goes over the wire.
 */
final class RawClient implements AutoCloseable {

	/**
	 * How a connection's input ended.
	 */
	enum End {

		CLOSED, RESET, SILENT

	}

	private final Socket socket;

	private final InputStream in;

	private boolean ended;

	private final StringBuilder received = new StringBuilder();

	RawClient(int port) throws IOException {
		this.socket = new Socket("127.0.0.1", port);
		this.socket.setSoTimeout(30_000);
		this.in = this.socket.getInputStream();
	}

	RawClient send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		this.socket.getOutputStream().flush();
		return this;
	}

	RawClient post(String path, String body) throws IOException {
		return send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
				+ body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
	}

	RawClient chat(Dialect dialect, String fields) throws IOException {
		return post(dialect.basePath() + "/chat/completions", "{" + fields + "}");
	}

	/**
	 * Read until a text has come.
	 * @param text the text
	 * @return everything so far
	 */
	String readUntil(String text) throws IOException {
		int found = this.received.indexOf(text);
		while (found < 0) {
			int next = this.in.read();
			if (next < 0) {
				throw new AssertionError("the connection ended after " + this.received);
			}
			this.received.append((char) next);
			found = this.received.indexOf(text, Math.max(0, this.received.length() - text.length()));
		}
		return this.received.toString();
	}

	End readToEnd() throws IOException {
		try {
			for (int next = this.in.read(); next >= 0; next = this.in.read()) {
				this.received.append((char) next);
			}
			return End.CLOSED;
		}
		catch (SocketTimeoutException ex) {
			return End.SILENT;
		}
		catch (SocketException ex) {
			return End.RESET;
		}
	}

	/**
	 * Return whether nothing comes for a while on a connection that stays open.
	 * @return {@code true} if nothing came
	 */
	boolean staysSilent() throws IOException {
		this.socket.setSoTimeout(150);
		try {
			int next = this.in.read();
			this.ended = next < 0;
			if (!this.ended) {
				this.received.append((char) next);
			}
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		finally {
			this.socket.setSoTimeout(30_000);
		}
	}

	/**
	 * Read until nothing comes for a while.
	 */
	void readUntilSilent() throws IOException {
		while (!staysSilent()) {
			if (this.ended) {
				throw new AssertionError("the connection ended");
			}
		}
	}

	String received() {
		return this.received.toString();
	}

	String body() {
		return this.received.substring(this.received.indexOf("\r\n\r\n") + 4);
	}

	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
