package io.harborai.transport;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.harborai.call.Attempt;
import io.harborai.call.Ticker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.CallTimeoutException.Clock;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslContextBuilder;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;
import reactor.netty.transport.AddressUtils;
import reactor.netty.transport.ProxyProvider;

/**
 * A provider's way to its vendor: one connection pool of its own and the exchanges that
 * run over it. Thread-safe.
 */
public final class HttpTransport {

	private static final int CANCELLED_PLACES = 1000;

	private static final int HTTP_PORT = 80;

	private static final int HTTPS_PORT = 443;

	private final HttpSettings http;

	private final Limits limits;

	private final Timeouts timeouts;

	private final Clocks clocks;

	private final EventLoops loops;

	private final Ticker ticker;

	private final PoolWatch watch = new PoolWatch();

	private final ConnectionProvider pool;

	private @Nullable HttpClient plain;

	private @Nullable HttpClient secure;

	private final Set<Exchange<?>> live = ConcurrentHashMap.newKeySet();

	private final Sinks.Empty<Void> idle = Sinks.empty();

	// Bytes are decoded before the next piece is read, one piece at a time per thread.
	private final ThreadLocal<byte[]> scratch = ThreadLocal.withInitial(() -> new byte[16 * 1024]);

	private volatile boolean closing;

	/**
	 * Create the pool and the client; connects to nobody.
	 * @param name the provider's name, for the pool's meters
	 * @param http how to connect; what isn't set takes {@link HttpSettings#DEFAULTS}
	 * @param timeouts the clocks; what isn't set takes {@link Timeouts#DEFAULTS}
	 * @param loops the threads
	 * @param ticker the time
	 */
	public HttpTransport(String name, HttpSettings http, Timeouts timeouts, EventLoops loops, Ticker ticker) {
		this.http = http.orElse(HttpSettings.DEFAULTS);
		this.limits = Limits.of(this.http);
		this.timeouts = timeouts.orElse(Timeouts.DEFAULTS);
		this.clocks = Clocks.of(this.timeouts, this.http);
		this.loops = loops;
		this.ticker = ticker;
		this.pool = pool(name, this.http, this.watch);
	}

	private static ConnectionProvider pool(String name, HttpSettings http, PoolWatch watch) {
		if (Boolean.FALSE.equals(http.reuseConnections())) {
			return ConnectionProvider.newConnection();
		}
		int max = Objects.requireNonNull(http.maxConnections());
		Duration idle = Objects.requireNonNull(http.maxIdleTime());
		return ConnectionProvider.builder("harborai-" + name)
			.maxConnections(max)
			// A call that was cancelled while it waited keeps its place until its time is
			// over, as the pool isn't told.
			.pendingAcquireMaxCount(2 * max + CANCELLED_PLACES)
			.pendingAcquireTimeout(Objects.requireNonNull(http.pendingAcquireTimeout()))
			.maxIdleTime(idle)
			.maxLifeTime(Objects.requireNonNull(http.maxLifeTime()))
			.evictInBackground(idle)
			.lifo()
			.metrics(true, () -> watch)
			.build();
	}

	/**
	 * The client for one kind of addresses. One that is set up for TLS would be copied
	 * for every request without it.
	 */
	private synchronized HttpClient client(boolean tls) {
		HttpClient known = tls ? this.secure : this.plain;
		if (known != null) {
			return known;
		}
		HttpClient client = plainClient();
		if (tls) {
			client = secured(client);
			this.secure = client;
		}
		else {
			this.plain = client;
		}
		return client;
	}

	private HttpClient plainClient() {
		int connectMillis = Math.toIntExact(this.clocks.connect().toMillis());
		HttpClient client = HttpClient.create(this.pool)
			.runOn(this.loops.resources())
			.disableRetry(true)
			.followRedirect(false)
			.compress(false)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
			.resolver((spec) -> spec.queryTimeout(this.clocks.connect()))
			.headers((headers) -> headers.remove("User-Agent"))
			.doOnChannelInit((observer, channel, address) -> this.loops.watch(channel))
			.doOnConnected((connection) -> AnswerHeadFilter.addTo(connection.channel()));
		ProxySettings proxy = this.http.proxy();
		return (proxy != null) ? client.proxy((spec) -> proxy(spec, proxy)) : client;
	}

	private HttpClient secured(HttpClient client) {
		boolean http2 = this.http.protocol() == HttpSettings.Protocol.HTTP2;
		if (http2) {
			client = client.protocol(HttpProtocol.H2, HttpProtocol.HTTP11);
		}
		SslProvider.GenericSslContextSpec<SslContextBuilder> tls = http2 ? Http2SslContextSpec.forClient()
				: Http11SslContextSpec.forClient();
		return client
			.secure((spec) -> spec.sslContext(tls.configure(this::tls)).handshakeTimeout(this.clocks.connect()));
	}

	private void tls(SslContextBuilder builder) {
		TlsSettings tls = this.http.tls();
		if (tls == null) {
			return;
		}
		if (tls.trust() != null) {
			builder.trustManager(tls.trust());
		}
		if (tls.keys() != null) {
			builder.keyManager(tls.keys());
		}
		if (!tls.protocols().isEmpty()) {
			builder.protocols(tls.protocols());
		}
		if (!tls.ciphers().isEmpty()) {
			builder.ciphers(tls.ciphers());
		}
	}

	private static void proxy(ProxyProvider.TypeSpec spec, ProxySettings proxy) {
		ProxyProvider.Builder builder = spec
			.type((proxy.type() == ProxySettings.Type.HTTP) ? ProxyProvider.Proxy.HTTP : ProxyProvider.Proxy.SOCKS5)
			.host(proxy.host())
			.port(proxy.port());
		if (proxy.username() != null) {
			builder.username(proxy.username());
			String password = (proxy.password() != null) ? proxy.password() : "";
			builder.password((user) -> password);
		}
		if (!proxy.nonProxyHosts().isEmpty()) {
			builder.nonProxyHostsPredicate((address) -> address instanceof InetSocketAddress internet
					&& proxy.bypasses(internet.getHostString()));
		}
	}

	/**
	 * Ask for a whole answer.
	 * @param request the request
	 * @param attempt the attempt, created for this subscription
	 * @param rules how to understand the answer
	 * @return one completion, or one typed error
	 */
	public Flux<ChatCompletion> complete(ExchangeRequest request, Attempt attempt, AnswerRules rules) {
		return exchange(request, attempt, rules,
				() -> new CompletionDecoder(attempt, rules.reader(), this.limits.maxBody()));
	}

	/**
	 * Ask for an answer in events.
	 * @param request the request
	 * @param attempt the attempt, created for this subscription
	 * @param rules how to understand the answer
	 * @return the chunks, ended by completion or one typed error
	 */
	public Flux<ChatCompletionChunk> stream(ExchangeRequest request, Attempt attempt, AnswerRules rules) {
		return exchange(request, attempt, rules,
				() -> new StreamDecoder(attempt, rules.reader(), this.limits.maxBody(), this.limits.maxEvent()));
	}

	/**
	 * Send a request that isn't a chat and read the answer as a whole.
	 * @param <T> what it is read as
	 * @param request the request
	 * @param attempt what is known of it
	 * @param rules how the vendor's errors are to be understood
	 * @param reader reads the body of a good answer; what it throws ends in a typed error
	 * @return what was read, or one typed error
	 */
	public <T> Mono<T> fetch(ExchangeRequest request, Attempt attempt, AnswerRules rules, Function<byte[], T> reader) {
		return Mono
			.fromDirect(exchange(request, attempt, rules, () -> new BodyDecoder<>(reader, this.limits.maxBody())));
	}

	private <T> Flux<T> exchange(ExchangeRequest request, Attempt attempt, AnswerRules rules,
			Supplier<AnswerDecoder<T>> decoder) {
		return new Flux<>() {

			@Override
			public void subscribe(CoreSubscriber<? super T> reader) {
				new Exchange<>(HttpTransport.this, request, attempt, rules, decoder.get(), reader).start();
			}

		};
	}

	/**
	 * How many exchanges run.
	 * @return the number
	 */
	public int inFlight() {
		return this.live.size();
	}

	/**
	 * The pooled connections as they are now.
	 * @return the connections; none if they aren't reused
	 */
	public Connections connections() {
		return this.watch.connections(Objects.requireNonNull(this.http.maxConnections()));
	}

	/**
	 * Take no new exchanges, let the running ones end for a while, end the rest with a
	 * typed error, and close the pool.
	 * @param grace how long the running ones may take
	 * @return completes when the pool is closed
	 */
	public Mono<Void> close(Duration grace) {
		return Mono.defer(() -> {
			this.closing = true;
			if (this.live.isEmpty()) {
				this.idle.tryEmitEmpty();
			}
			Ticker.Scheduled end = this.ticker.schedule(() -> execute(this::endAll), grace);
			return this.idle.asMono().then(Mono.defer(() -> {
				end.cancel();
				return this.pool.disposeLater();
			}));
		});
	}

	private void endAll() {
		for (Exchange<?> exchange : new ArrayList<>(this.live)) {
			exchange.fail(Failures.shuttingDown());
		}
	}

	// For the exchanges.

	boolean admit(Exchange<?> exchange) {
		this.live.add(exchange);
		if (this.closing) {
			ended(exchange);
			return false;
		}
		return true;
	}

	void ended(Exchange<?> exchange) {
		this.live.remove(exchange);
		if (this.closing && this.live.isEmpty()) {
			this.idle.tryEmitEmpty();
		}
	}

	/**
	 * Prepare all that requests to an endpoint have in common. What is each one's own is
	 * found by the context of its subscription: configuring the client anew for every
	 * request would copy it.
	 */
	Publisher<?> prepare(Endpoint endpoint) {
		URI uri = endpoint.uri();
		boolean tls = "https".equalsIgnoreCase(uri.getScheme());
		// Given as a whole, the address would be taken apart again for every request.
		InetSocketAddress address = AddressUtils.createUnresolved(host(uri),
				(uri.getPort() >= 0) ? uri.getPort() : (tls ? HTTPS_PORT : HTTP_PORT));
		return client(tls).remoteAddress(() -> address)
			.headers((headers) -> fixedHeaders(headers, endpoint, address))
			.request(HttpMethod.valueOf(endpoint.method()))
			.uri(pathAndQuery(uri))
			.send((request, outbound) -> Exchange.of(request.currentContextView()).send(request, outbound))
			.responseConnection((response, connection) -> {
				Exchange.of(response.currentContextView()).answered(response);
				return connection.inbound().receiveObject();
			});
	}

	private static String host(URI uri) {
		String host = Objects.requireNonNull(uri.getHost(), "an endpoint without a host");
		return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
	}

	private static String pathAndQuery(URI uri) {
		String path = uri.getRawPath();
		String query = uri.getRawQuery();
		return ((path == null || path.isEmpty()) ? "/" : path) + ((query != null) ? "?" + query : "");
	}

	private static void fixedHeaders(HttpHeaders headers, Endpoint endpoint, InetSocketAddress address) {
		int port = address.getPort();
		String host = HttpUtil.formatHostnameForHttp(address);
		headers.set(HttpHeaderNames.HOST, (port != HTTP_PORT && port != HTTPS_PORT) ? host + ":" + port : host);
		endpoint.headers().forEach((header) -> headers.set(header.getKey(), header.getValue()));
	}

	Failure failure(Throwable thrown, ExchangeRequest request) {
		return Failures.of(thrown, request.endpoint().uri(), this.http, this.timeouts);
	}

	byte[] scratch(int size) {
		byte[] bytes = this.scratch.get();
		if (bytes.length < size) {
			bytes = new byte[Math.max(size, bytes.length * 2)];
			this.scratch.set(bytes);
		}
		return bytes;
	}

	boolean resendsStale() {
		return Boolean.TRUE.equals(this.http.resendStale());
	}

	Ticker ticker() {
		return this.ticker;
	}

	Limits limit() {
		return this.limits;
	}

	Clocks clocks() {
		return this.clocks;
	}

	void execute(Runnable task) {
		this.loops.execute(task);
	}

	/**
	 * The limits in bytes, all set.
	 *
	 * @param maxBody the largest body
	 * @param maxEvent the largest event
	 * @param maxErrorBody how much of an error's body is read
	 */
	record Limits(int maxBody, int maxEvent, int maxErrorBody) {

		static Limits of(HttpSettings http) {
			return new Limits(value(http.maxBody()), value(http.maxEvent()), value(http.maxErrorBody()));
		}

		private static int value(@Nullable Integer bytes) {
			return Objects.requireNonNull(bytes);
		}

	}

	/**
	 * The clocks, all set.
	 *
	 * @param connect to a connection, not counting the wait for one of the pool
	 * @param acquire the wait for a connection of the pool
	 * @param firstToken to the first token
	 * @param firstTokenReasoning the same for models that reason
	 * @param progress between events
	 * @param progressReasoning the same while the model reasons
	 * @param shortestNanos the shortest of them, so that looking at the time that often
	 * misses nothing
	 */
	record Clocks(Duration connect, Duration acquire, Duration firstToken, Duration firstTokenReasoning,
			Duration progress, Duration progressReasoning, long shortestNanos) {

		static Clocks of(Timeouts timeouts, HttpSettings http) {
			Duration connect = Objects.requireNonNull(timeouts.connect());
			Duration acquire = Objects.requireNonNull(http.pendingAcquireTimeout());
			Duration firstToken = Objects.requireNonNull(timeouts.firstToken());
			Duration firstTokenReasoning = Objects.requireNonNull(timeouts.firstTokenReasoning());
			Duration progress = Objects.requireNonNull(timeouts.progress());
			Duration progressReasoning = Objects.requireNonNull(timeouts.progressReasoning());
			long shortest = connect.plus(acquire).toNanos();
			for (Duration clock : new Duration[] { firstToken, firstTokenReasoning, progress, progressReasoning }) {
				shortest = Math.min(shortest, clock.toNanos());
			}
			return new Clocks(connect, acquire, firstToken, firstTokenReasoning, progress, progressReasoning, shortest);
		}

		Duration of(Clock phase, boolean reasoningModel, boolean reasoningNow) {
			return switch (phase) {
				case CONNECT -> this.connect.plus(this.acquire);
				case FIRST_TOKEN -> reasoningModel ? this.firstTokenReasoning : this.firstToken;
				case PROGRESS -> reasoningNow ? this.progressReasoning : this.progress;
				case TOTAL -> throw new IllegalArgumentException("The total clock isn't a phase");
			};
		}

	}

}
