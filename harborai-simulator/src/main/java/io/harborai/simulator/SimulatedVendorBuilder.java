package io.harborai.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link SimulatedVendor} that is yet to start. Not safe for use by many
 * threads.
 */
public final class SimulatedVendorBuilder {

	private String host = "127.0.0.1";

	private int port;

	private long seed = 1;

	private double tokensPerSecond;

	private Duration latency = Duration.ZERO;

	private final Set<String> keys = new LinkedHashSet<>();

	private boolean strictModels;

	private int recordedRequests = 10_000;

	private int threads = Math.min(4, Runtime.getRuntime().availableProcessors());

	private Clock clock = Clock.systemUTC();

	private @Nullable SSLContext tls;

	SimulatedVendorBuilder() {
	}

	/**
	 * Set the address to listen on.
	 * @param host a name or address of this machine; {@code 127.0.0.1} by default
	 * @return this
	 */
	public SimulatedVendorBuilder host(String host) {
		this.host = host;
		return this;
	}

	/**
	 * Set the port.
	 * @param port the port; 0, the default, for a free one
	 * @return this
	 */
	public SimulatedVendorBuilder port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Set the seed of everything that is made up.
	 * @param seed the seed
	 * @return this
	 */
	public SimulatedVendorBuilder seed(long seed) {
		this.seed = seed;
		return this;
	}

	/**
	 * Set the pace of streams.
	 * @param tokensPerSecond the tokens a second; 0, the default, for as fast as it goes
	 * @return this
	 */
	public SimulatedVendorBuilder tokensPerSecond(double tokensPerSecond) {
		if (!(tokensPerSecond >= 0)) {
			throw new IllegalArgumentException("tokensPerSecond must not be negative but is " + tokensPerSecond);
		}
		this.tokensPerSecond = tokensPerSecond;
		return this;
	}

	/**
	 * Set the time before every response's head.
	 * @param latency how long; zero by default
	 * @return this
	 */
	public SimulatedVendorBuilder latency(Duration latency) {
		this.latency = latency;
		return this;
	}

	/**
	 * Accept this key and no others; several calls accept several keys. Without any,
	 * requests need no key.
	 * @param key the key
	 * @return this
	 */
	public SimulatedVendorBuilder requireKey(String key) {
		this.keys.add(key);
		return this;
	}

	/**
	 * Refuse models that the vendor doesn't list, as vendors do; by default all names are
	 * welcome.
	 * @param strictModels whether to refuse
	 * @return this
	 */
	public SimulatedVendorBuilder strictModels(boolean strictModels) {
		this.strictModels = strictModels;
		return this;
	}

	/**
	 * Set how many of the latest requests are kept.
	 * @param limit the number; 10 000 by default, 0 to keep none
	 * @return this
	 */
	public SimulatedVendorBuilder recordedRequests(int limit) {
		this.recordedRequests = limit;
		return this;
	}

	/**
	 * Set the number of event-loop threads.
	 * @param threads the number; by default the processors, at most 4
	 * @return this
	 */
	public SimulatedVendorBuilder threads(int threads) {
		this.threads = threads;
		return this;
	}

	/**
	 * Set the clock of {@code created} and {@code Date}.
	 * @param clock the clock; the system's by default
	 * @return this
	 */
	public SimulatedVendorBuilder clock(Clock clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Speak HTTPS.
	 * @param tls a context with the server's key and certificate
	 * @return this
	 */
	public SimulatedVendorBuilder tls(SSLContext tls) {
		this.tls = tls;
		return this;
	}

	/**
	 * Start the server.
	 * @return the running server
	 * @throws java.io.UncheckedIOException if it can't listen, for example because the
	 * port is taken
	 */
	public SimulatedVendor build() {
		Timing timing = Timing.UNSET.withLatency(this.latency).withTokensPerSecond(this.tokensPerSecond);
		VendorService service = new VendorService(new RequestLog(this.recordedRequests), timing, this.clock, this.seed,
				this.strictModels);
		this.keys.forEach(service.keys()::require);
		return new SimulatedVendor(service, this.host, this.port, this.threads, this.tls);
	}

}
