package io.harborai.simulator;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A vendor on a port of this machine: real HTTP, the wire dialects of DeepSeek, Doubao,
 * ERNIE and OpenAI, and faults on command. Answers at once and sensibly without any
 * script, so that an application can be tried without an account. <pre>{@code
 * try (SimulatedVendor vendor = SimulatedVendor.start()) {
 *     vendor.next(Reply.status(429).retryAfter(Duration.ofSeconds(1)));
 *     // point a client at vendor.baseUrl(Dialect.DEEPSEEK)
 * }
 * }</pre> Safe for use by many threads. Its few event-loop threads are daemons and end
 * with {@link #close()}.
 */
public final class SimulatedVendor implements AutoCloseable {

	private final VendorService service;

	private final ConnectionStats connections = new ConnectionStats();

	private final NettyServer server;

	private final String scheme;

	SimulatedVendor(VendorService service, String host, int port, int threads, @Nullable SSLContext tls) {
		this.service = service;
		this.scheme = (tls != null) ? "https" : "http";
		this.server = new NettyServer(host, port, threads, "simulated-vendor", (channel) -> accept(channel, tls));
	}

	/**
	 * Start on a free port with the defaults.
	 * @return the running server
	 */
	public static SimulatedVendor start() {
		return builder().build();
	}

	/**
	 * Return a builder, to start with other settings.
	 * @return the builder
	 */
	public static SimulatedVendorBuilder builder() {
		return new SimulatedVendorBuilder();
	}

	/**
	 * Return what to configure as a provider's base URL.
	 * @param dialect the dialect
	 * @return the URL, without a slash at its end
	 */
	public String baseUrl(Dialect dialect) {
		return root() + dialect.basePath();
	}

	/**
	 * Return the address of the service that turns an access key and a secret key into a
	 * short-lived key.
	 * @param dialect {@link Dialect#WENXIN} or {@link Dialect#DOUBAO}
	 * @return the URL that stands for Baidu's IAM or Volcengine's control plane, without
	 * a slash at its end
	 */
	public String credentialsUrl(Dialect dialect) {
		return switch (dialect) {
			case WENXIN -> root() + Route.IAM_PATH;
			case DOUBAO -> root() + Route.ARK_CONTROL_PATH;
			default -> throw new IllegalArgumentException(dialect + " has no credentials to exchange");
		};
	}

	/**
	 * Return the port.
	 * @return the port that is listened on
	 */
	public int port() {
		return this.server.address().getPort();
	}

	/**
	 * Script the next request, whatever its dialect. Several calls queue up.
	 * @param reply the reply
	 * @return this
	 */
	public SimulatedVendor next(Reply reply) {
		this.service.replies().common().next(reply);
		return this;
	}

	/**
	 * Script the next request in a dialect; goes before {@link #next(Reply)}.
	 * @param dialect the dialect
	 * @param reply the reply
	 * @return this
	 */
	public SimulatedVendor next(Dialect dialect, Reply reply) {
		this.service.replies().of(dialect).next(reply);
		return this;
	}

	/**
	 * Script the next exchange of an access key and a secret key for a short-lived key,
	 * which no other script touches.
	 * @param reply the reply
	 * @return this
	 */
	public SimulatedVendor nextCredential(Reply reply) {
		this.service.replies().addCredential(reply);
		return this;
	}

	/**
	 * Script all requests from now on for which nothing else is scripted.
	 * @param reply the reply
	 * @return this
	 */
	public SimulatedVendor always(Reply reply) {
		this.service.replies().common().always(reply);
		return this;
	}

	/**
	 * Script all requests in a dialect from now on; goes before {@link #always(Reply)}.
	 * @param dialect the dialect
	 * @param reply the reply
	 * @return this
	 */
	public SimulatedVendor always(Dialect dialect, Reply reply) {
		this.service.replies().of(dialect).always(reply);
		return this;
	}

	/**
	 * Mix random faults into the answers from now on, except into those scripted by
	 * {@code next}.
	 * @param mix the faults
	 * @return this
	 */
	public SimulatedVendor chaos(FaultMix mix) {
		this.service.replies().common().chaos(mix);
		return this;
	}

	/**
	 * Mix random faults into the answers in one dialect from now on.
	 * @param dialect the dialect
	 * @param mix the faults
	 * @return this
	 */
	public SimulatedVendor chaos(Dialect dialect, FaultMix mix) {
		this.service.replies().of(dialect).chaos(mix);
		return this;
	}

	/**
	 * Return how often chaos has struck since the last {@link #reset()}.
	 * @return from the fault to its count
	 */
	public Map<Fault, Long> chaosCounts() {
		return this.service.replies().drawn();
	}

	/**
	 * Forget all scripts and recorded requests. Answers under way go on, and connections
	 * stay open.
	 * @return this
	 */
	public SimulatedVendor reset() {
		this.service.reset();
		return this;
	}

	/**
	 * Add a model to what a vendor lists and knows.
	 * @param dialect the vendor
	 * @param id the model's id
	 * @return this
	 */
	public SimulatedVendor model(Dialect dialect, String id) {
		this.service.models().add(dialect, id);
		return this;
	}

	/**
	 * Accept another key; once one was required, all others are refused.
	 * @param key the key
	 * @return this
	 */
	public SimulatedVendor requireKey(String key) {
		this.service.keys().require(key);
		return this;
	}

	/**
	 * Refuse from now on the short-lived keys given out so far, as if they had expired.
	 * @return this
	 */
	public SimulatedVendor expireIssuedKeys() {
		this.service.keys().revokeIssued();
		return this;
	}

	/**
	 * Return the latest requests, the oldest first.
	 * @return an unchanging copy
	 */
	public List<RecordedRequest> requests() {
		return this.service.log().all();
	}

	/**
	 * Take the oldest request that was not taken yet.
	 * @param timeout how long to wait for it
	 * @return the request
	 * @throws java.util.NoSuchElementException if none came in time
	 */
	public RecordedRequest takeRequest(Duration timeout) {
		return this.service.log().take(timeout);
	}

	/**
	 * Return what is known of the connections.
	 * @return a live view
	 */
	public ConnectionStats connections() {
		return this.connections;
	}

	/**
	 * Return how many requests are being answered now.
	 * @return the number
	 */
	public int inFlight() {
		return this.service.inFlight();
	}

	/**
	 * Return how many requests were answered at the same time at most, since the start or
	 * the last {@link #reset()}.
	 * @return the number
	 */
	public int mostInFlight() {
		return this.service.mostInFlight();
	}

	/**
	 * Close all connections that are open, as a load balancer does; new ones are accepted
	 * as before.
	 */
	public void closeConnections() {
		this.server.closeConnections();
	}

	/**
	 * Close the port and all connections, and end all threads.
	 */
	@Override
	public void close() {
		this.server.close();
	}

	private String root() {
		InetSocketAddress address = this.server.address();
		// a server on all addresses is reached by this machine's own
		String host = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getAddress().getHostAddress();
		return this.scheme + "://" + (host.contains(":") ? '[' + host + ']' : host) + ':' + address.getPort();
	}

	private void accept(SocketChannel channel, @Nullable SSLContext tls) {
		if (tls != null) {
			channel.pipeline().addLast(Tls.server(tls));
		}
		channel.pipeline()
			.addLast(new HttpRequestDecoder(new HttpDecoderConfig().setMaxInitialLineLength(64 * 1024)
				.setMaxHeaderSize(256 * 1024)
				.setMaxChunkSize(256 * 1024)))
			.addLast(new VendorConnection(this.service, this.connections));
	}

}
