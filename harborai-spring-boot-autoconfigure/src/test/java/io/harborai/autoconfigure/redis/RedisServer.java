package io.harborai.autoconfigure.redis;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A real Redis of its own, on a free port of this machine, that keeps nothing.
 */
final class RedisServer implements AutoCloseable {

	static final String MISSING = "There is no redis-server on this machine; Debian has it as redis-server";

	private static final String BINARY = "redis-server";

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private final int port;

	private Process process;

	private RedisServer(int port) {
		this.port = port;
	}

	static boolean installed() {
		String path = System.getenv("PATH");
		return path != null && Stream.of(path.split(File.pathSeparator))
			.anyMatch((folder) -> new File(folder, BINARY).canExecute());
	}

	static RedisServer start() {
		RedisServer server = new RedisServer(freePort());
		server.restart();
		return server;
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Start it, on the same port as before.
	 */
	void restart() {
		try {
			this.process = new ProcessBuilder(BINARY, "--port", Integer.toString(this.port), "--bind", "127.0.0.1",
					"--save", "", "--appendonly", "no")
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
		}
		catch (IOException ex) {
			throw new IllegalStateException(MISSING, ex);
		}
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!answers()) {
			if (System.nanoTime() > end || !this.process.isAlive()) {
				throw new IllegalStateException("redis-server doesn't answer on port " + this.port);
			}
			LockSupport.parkNanos(10_000_000);
		}
	}

	private boolean answers() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", this.port), 1000);
			socket.setSoTimeout(1000);
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
			InputStream in = socket.getInputStream();
			return new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Kill it: what it has counted is lost.
	 */
	void kill() {
		this.process.destroyForcibly();
		try {
			if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException("redis-server doesn't end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Connect to it, as an instance of an application does.
	 */
	LettuceConnectionFactory connect() {
		LettuceConnectionFactory connections = connections();
		connections.afterPropertiesSet();
		connections.start();
		return connections;
	}

	LettuceConnectionFactory connections() {
		return new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", this.port));
	}

	@Override
	public void close() {
		kill();
	}

}
