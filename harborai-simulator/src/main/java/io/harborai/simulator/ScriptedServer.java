package io.harborai.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;

import javax.net.ssl.SSLContext;

import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A server that knows no HTTP: it plays a script of bytes, pauses and endings on every
 * connection, for the faults that live below {@link SimulatedVendor}. A connection for
 * which there is no script is kept open in silence. Safe for use by many threads.
 * <pre>{@code
 * try (ScriptedServer server = ScriptedServer.start()) {
 *     server.next(ConnectionScript.onRequest().send("HTTP/1.1 200 OK\r\nContent-").reset());
 * }
 * }</pre>
 */
public final class ScriptedServer implements AutoCloseable {

	private final Waiting waiting = new Waiting();

	private final Queue<ConnectionScript> scripts = new ArrayDeque<>();

	private final List<ScriptedConnection> all = new ArrayList<>();

	private final ConnectionStats stats = new ConnectionStats();

	private final NettyServer server;

	private final String scheme;

	private ConnectionScript always = ConnectionScript.silent();

	private ScriptedServer(@Nullable SSLContext tls) {
		this.scheme = (tls != null) ? "https" : "http";
		this.server = new NettyServer("127.0.0.1", 0, 1, "scripted-server", (channel) -> accept(channel, tls));
	}

	/**
	 * Start on a free port of {@code 127.0.0.1}.
	 * @return the running server
	 */
	public static ScriptedServer start() {
		return new ScriptedServer(null);
	}

	/**
	 * Start on a free port of {@code 127.0.0.1} with TLS under the scripts.
	 * @param tls a context with the server's key and certificate
	 * @return the running server
	 */
	public static ScriptedServer start(SSLContext tls) {
		return new ScriptedServer(tls);
	}

	/**
	 * Return the port.
	 * @return the port that is listened on
	 */
	public int port() {
		return this.server.address().getPort();
	}

	/**
	 * Return the address as a URL.
	 * @return the URL, without a slash at its end
	 */
	public String url() {
		return this.scheme + "://127.0.0.1:" + port();
	}

	/**
	 * Script the next connection; several calls queue up.
	 * @param script the script
	 * @return this
	 */
	public ScriptedServer next(ConnectionScript script) {
		this.waiting.change(() -> this.scripts.add(script));
		return this;
	}

	/**
	 * Script all connections for which nothing else is scripted.
	 * @param script the script
	 * @return this
	 */
	public ScriptedServer always(ConnectionScript script) {
		this.waiting.change(() -> this.always = script);
		return this;
	}

	/**
	 * Return all connections so far, closed ones included.
	 * @return an unchanging copy, in the order of their coming
	 */
	public List<ScriptedConnection> accepted() {
		return this.waiting.read(() -> List.copyOf(this.all));
	}

	/**
	 * Return a connection, waiting for it if it hasn't come yet.
	 * @param id its number, from 1
	 * @param timeout how long to wait
	 * @return the connection
	 * @throws NoSuchElementException if it didn't come in time
	 */
	public ScriptedConnection connection(int id, Duration timeout) {
		if (!this.waiting.await(() -> this.all.size() >= id, timeout)) {
			throw new NoSuchElementException("connection " + id + " did not come within " + timeout);
		}
		return this.waiting.read(() -> this.all.get(id - 1));
	}

	/**
	 * Return what is known of the connections.
	 * @return a live view
	 */
	public ConnectionStats connections() {
		return this.stats;
	}

	/**
	 * Close the port and all connections, and end the thread.
	 */
	@Override
	public void close() {
		this.server.close();
	}

	ConnectionScript nextScript() {
		return this.waiting.change(() -> {
			ConnectionScript next = this.scripts.poll();
			return (next != null) ? next : this.always;
		});
	}

	ScriptedConnection connected() {
		ScriptedConnection connection = new ScriptedConnection(this.stats.connected());
		return this.waiting.change(() -> {
			this.all.add(connection);
			return connection;
		});
	}

	void disconnected(boolean byClient) {
		this.stats.disconnected(byClient);
	}

	private void accept(SocketChannel channel, @Nullable SSLContext tls) {
		if (tls != null) {
			channel.pipeline().addLast(Tls.server(tls));
		}
		channel.pipeline().addLast(new ScriptPlayer(this, channel));
	}

}
