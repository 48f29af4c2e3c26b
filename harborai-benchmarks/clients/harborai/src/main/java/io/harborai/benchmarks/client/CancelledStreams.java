package io.harborai.benchmarks.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

import io.harborai.HarborAiClient;
import io.harborai.benchmarks.harness.JsonLine;
import io.harborai.benchmarks.harness.Target;
import io.harborai.benchmarks.harness.Worker;
import reactor.core.Disposable;

/**
 * Cancels streams after their first chunk, one after the other, and takes the time until
 * the server sees the connection's end.
 */
public final class CancelledStreams {

	private static final int WARM_UP = 500;

	private static final int ROUNDS = 2_000;

	private static final String EVENT = "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n";

	private final BlockingQueue<Long> closed = new LinkedBlockingQueue<>();

	private CancelledStreams() {
	}

	/**
	 * Run.
	 * @param args none
	 * @throws Exception if a stream can't be made
	 */
	public static void main(String[] args) throws Exception {
		Worker.answer(new CancelledStreams().measure());
		Runtime.getRuntime().halt(0);
	}

	private String measure() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread thread = new Thread(() -> serve(server), "server");
			thread.setDaemon(true);
			thread.start();
			Target target = new Target("http://127.0.0.1:" + server.getLocalPort() + "/v1", 1, "defaults");
			try (HarborAiClient client = Setups.client(target)) {
				long[] nanos = new long[ROUNDS];
				for (int i = -WARM_UP; i < ROUNDS; i++) {
					long taken = cancelled(client);
					if (i >= 0) {
						nanos[i] = taken;
					}
				}
				Arrays.sort(nanos);
				return new JsonLine().put("rounds", ROUNDS)
					.put("p50Nanos", nanos[ROUNDS / 2])
					.put("p99Nanos", nanos[ROUNDS * 99 / 100])
					.put("maxNanos", nanos[ROUNDS - 1])
					.toString();
			}
		}
	}

	private long cancelled(HarborAiClient client) throws InterruptedException {
		CountDownLatch first = new CountDownLatch(1);
		Disposable stream = client.chat()
			.completions()
			.stream(Setups.REQUEST)
			.subscribe((chunk) -> first.countDown(), (failure) -> first.countDown());
		first.await();
		long cancelled = System.nanoTime();
		stream.dispose();
		return this.closed.take() - cancelled;
	}

	private void serve(ServerSocket server) {
		byte[] buffer = new byte[8192];
		while (!server.isClosed()) {
			try (Socket socket = server.accept()) {
				socket.setTcpNoDelay(true);
				InputStream in = socket.getInputStream();
				in.read(buffer);
				OutputStream out = socket.getOutputStream();
				String chunk = Integer.toHexString(EVENT.length()) + "\r\n" + EVENT + "\r\n";
				out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
						+ chunk)
					.getBytes(StandardCharsets.US_ASCII));
				out.flush();
				while (in.read(buffer) >= 0) {
					// The rest of the request.
				}
				this.closed.add(System.nanoTime());
			}
			catch (IOException ex) {
				this.closed.add(System.nanoTime());
			}
		}
	}

}
