package io.harborai.simulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static io.harborai.simulator.VendorClient.PATIENCE;
import static io.harborai.simulator.VendorClient.ask;
import static org.assertj.core.api.Assertions.assertThat;

class LoadTests {

	private static final int STREAMS = 1_000;

	private static final String BODY = "{\"stream\":true," + ask("gpt-4.1-mini", "Hello") + "}";

	private static final ByteBuffer REQUEST = ByteBuffer
		.wrap(("POST /openai/v1/chat/completions HTTP/1.1\r\nConnection: close\r\nContent-Length: " + BODY.length()
				+ "\r\n\r\n" + BODY)
			.getBytes(StandardCharsets.US_ASCII));

	@Test
	void holdsManyPacedStreamsOnAFewThreads() throws IOException {
		Gate gate = new Gate();
		try (SimulatedVendor vendor = SimulatedVendor.builder().threads(2).build();
				Selector selector = Selector.open()) {
			vendor.always(Reply.answer().text("a b c d e f g h i j").tokensPerSecond(50).holdAfter(5, gate));
			List<SocketChannel> clients = new ArrayList<>();
			for (int i = 0; i < STREAMS; i++) {
				clients.add(open(vendor.port(), selector));
			}
			assertThat(gate.awaitReached(STREAMS, PATIENCE)).isTrue();
			assertThat(vendor.mostInFlight()).isEqualTo(STREAMS);
			assertThat(vendor.connections().open()).isEqualTo(STREAMS);
			gate.open();
			assertThat(readAll(selector)).isEqualTo(STREAMS);
			assertThat(vendor.connections().awaitOpen(0, PATIENCE)).isTrue();
			assertThat(vendor.inFlight()).isZero();
			for (SocketChannel client : clients) {
				client.close();
			}
		}
	}

	private static SocketChannel open(int port, Selector selector) throws IOException {
		SocketChannel client = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
		client.write(REQUEST.duplicate());
		client.configureBlocking(false);
		client.register(selector, SelectionKey.OP_READ, new StringBuilder());
		return client;
	}

	/**
	 * Read all streams to their ends.
	 * @return how many came to a whole end
	 */
	private static int readAll(Selector selector) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
		int whole = 0;
		while (!selector.keys().isEmpty()) {
			selector.select(PATIENCE.toMillis());
			for (SelectionKey key : selector.selectedKeys()) {
				buffer.clear();
				StringBuilder received = (StringBuilder) key.attachment();
				if (((SocketChannel) key.channel()).read(buffer) < 0) {
					key.cancel();
					whole += received.toString().endsWith("data: [DONE]\n\n\r\n0\r\n\r\n") ? 1 : 0;
				}
				received.append(StandardCharsets.UTF_8.decode(buffer.flip()));
			}
			selector.selectedKeys().clear();
			selector.selectNow();
		}
		return whole;
	}

}
