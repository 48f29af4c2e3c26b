package io.harborai.test.cassette;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * A server between a client and its vendors that records their answers on a cassette, or
 * replays them from there. Tests with {@code @HarborAiTest} get one without asking;
 * others point their providers at {@link #baseUrl(String)}. <pre>{@code
 * deck.insert("capital", CassetteMode.AUTO, 1);
 * // calls
 * deck.eject();
 * }</pre> Serves many calls at a time, but holds one cassette at a time.
 */
public final class CassetteDeck implements AutoCloseable {

	private static final byte[] NOTHING = {};

	private static final Duration QUIET = Duration.ofMillis(10);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final Map<String, Source> sources;

	private final CassetteFiles files;

	private final RecordingPolicy policy;

	private final LoopResources loops = LoopResources.create("cassette-deck", 1, true);

	private final Forwarder forwarder = new Forwarder(this.loops);

	private final DisposableServer server;

	private volatile @Nullable Session session;

	private CassetteDeck(Builder builder) {
		this.sources = Map.copyOf(builder.sources);
		this.files = new CassetteFiles(builder.directory);
		this.policy = builder.policy;
		this.server = HttpServer.create().host("127.0.0.1").port(0).runOn(this.loops).handle(this::handle).bindNow();
	}

	/**
	 * Start making a deck.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return where the cassettes of a module are, whatever the working directory is.
	 * @param testClass a class of the module's tests
	 * @return {@code src/test/resources/cassettes} of the module
	 */
	public static Path directoryOf(Class<?> testClass) {
		return CassetteFiles.directoryFor(testClass);
	}

	/**
	 * Whether a provider's requests come to the deck.
	 * @param provider the provider's name
	 * @return whether the deck knows it
	 */
	public boolean has(String provider) {
		return this.sources.containsKey(provider);
	}

	/**
	 * Return what to configure as a provider's base URL.
	 * @param provider the provider's name
	 * @return the URL, without a slash at its end
	 * @throws IllegalArgumentException if the deck doesn't know the provider
	 */
	public String baseUrl(String provider) {
		Source source = this.sources.get(provider);
		if (source == null) {
			throw new IllegalArgumentException("The deck has no provider '" + provider + "'");
		}
		InetSocketAddress address = (InetSocketAddress) this.server.address();
		// the vendor's own path, because clients choose paths by it
		return "http://127.0.0.1:" + address.getPort() + source.prefix() + source.basePath();
	}

	/**
	 * Put a cassette in.
	 * @param name its name: letters, digits, {@code .}, {@code _} and {@code -}, and
	 * {@code /} between folders
	 * @param mode what to do with it
	 * @param replaySpeed 1 for the recorded timing, 2 for twice as fast, 0 for no waiting
	 * @throws CassetteException if it can be neither recorded nor replayed
	 */
	public void insert(String name, CassetteMode mode, double replaySpeed) {
		if (this.session != null) {
			throw new IllegalStateException("There is a cassette in already; eject it first");
		}
		if (!(replaySpeed >= 0)) {
			throw new IllegalArgumentException("The replay speed must not be negative but is " + replaySpeed);
		}
		Secrets secrets = new Secrets();
		this.session = this.policy.records(name, mode, this.files.exists(name))
				? new Recording(name, this.files, this.forwarder, secrets)
				: new Playback(name, this.files.read(name), replaySpeed, secrets);
	}

	/**
	 * Take the cassette out. A recording is saved if all went well.
	 * @throws CassetteException if a request was not on the cassette, or couldn't be
	 * recorded; names what differed
	 */
	public void eject() {
		Session ended = this.session;
		this.session = null;
		if (ended != null) {
			check(ended, null);
			ended.finish();
		}
	}

	/**
	 * Take the cassette out because the test has failed. A recording is not saved.
	 * @param failure why it has failed
	 * @throws CassetteException if the cassette explains the failure
	 */
	public void discard(Throwable failure) {
		Session ended = this.session;
		this.session = null;
		if (ended != null) {
			check(ended, failure);
		}
	}

	private static void check(Session session, @Nullable Throwable failure) {
		List<String> problems = session.problems();
		if (!problems.isEmpty()) {
			throw new CassetteException(String.join("\n", problems), failure);
		}
	}

	/**
	 * Close the port and all connections. What was being recorded is lost.
	 */
	@Override
	public void close() {
		this.server.disposeNow(PATIENCE);
		this.loops.disposeLater(QUIET, PATIENCE).block(PATIENCE);
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		return request.receive()
			.aggregate()
			.asByteArray()
			.defaultIfEmpty(NOTHING)
			.flatMap((body) -> Mono.from(answer(request, body, response)));
	}

	private Publisher<Void> answer(HttpServerRequest request, byte[] body, HttpServerResponse response) {
		String uri = request.uri();
		for (Source source : this.sources.values()) {
			if (uri.startsWith(source.prefix() + '/')) {
				Incoming incoming = new Incoming(source, request.method().name(),
						uri.substring(source.prefix().length()), request.requestHeaders(), body);
				Session current = this.session;
				return (current != null) ? current.answer(incoming, response) : pass(incoming, response);
			}
		}
		return Refusal.send(response, "The path belongs to no provider of the cassette deck.");
	}

	private Publisher<Void> pass(Incoming request, HttpServerResponse response) {
		URI elsewhere = request.source().urlWithoutCassette();
		if (elsewhere == null) {
			return Refusal.send(response, "There is no cassette in the deck, and provider '"
					+ request.source().provider() + "' is not simulated.");
		}
		Incoming harmless = request.withoutKeys();
		return this.forwarder
			.forward(harmless, request.source().unrecorded(request.path(), elsewhere), response,
					Forwarder.Listener.NONE)
			// as it went there, so it goes here
			.onErrorResume((ex) -> Refusal.breakOff(response));
	}

	/**
	 * Builds a {@link CassetteDeck}. Not thread-safe.
	 */
	public static final class Builder {

		private final Map<String, Source> sources = new LinkedHashMap<>();

		private Path directory = Path.of("src", "test", "resources", "cassettes");

		private RecordingPolicy policy = RecordingPolicy.ofSystem();

		private Builder() {
		}

		/**
		 * Set where cassettes are.
		 * @param directory the directory; {@code src/test/resources/cassettes} below the
		 * working directory by default
		 * @return this builder
		 */
		public Builder directory(Path directory) {
			this.directory = directory;
			return this;
		}

		/**
		 * Add a provider.
		 * @param name its name
		 * @param url the vendor's own base URL
		 * @return this builder
		 */
		public Builder provider(String name, String url) {
			return provider(name, url, null, null);
		}

		/**
		 * Add a provider.
		 * @param name its name
		 * @param url the vendor's own base URL
		 * @param urlWithoutCassette where its requests go while no cassette is in, null
		 * to refuse them; keys are not sent there
		 * @param obstacle why nothing can be recorded from it and what to do, for
		 * instance that it has no key; null if it can
		 * @return this builder
		 */
		public Builder provider(String name, String url, @Nullable String urlWithoutCassette,
				@Nullable String obstacle) {
			this.sources.put(name, new Source(name, URI.create(url),
					(urlWithoutCassette != null) ? URI.create(urlWithoutCassette) : null, obstacle));
			return this;
		}

		Builder policy(RecordingPolicy policy) {
			this.policy = policy;
			return this;
		}

		/**
		 * Whether a cassette may be recorded rather than replayed, so that real keys are
		 * wanted.
		 * @param name the cassette's name
		 * @param mode what the test wants to do with it
		 * @return whether to expect a recording
		 */
		public boolean mayRecord(String name, CassetteMode mode) {
			return this.policy.mayRecord(mode, new CassetteFiles(this.directory).exists(name));
		}

		/**
		 * Start the deck on a free port of {@code 127.0.0.1}.
		 * @return the running deck
		 */
		public CassetteDeck build() {
			return new CassetteDeck(this);
		}

	}

}
