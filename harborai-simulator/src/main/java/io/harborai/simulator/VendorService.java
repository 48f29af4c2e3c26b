package io.harborai.simulator;

import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns requests into responses: what was scripted, else what the vendor would do. Shared
 * by all connections.
 */
final class VendorService {

	private static final Logger logger = LoggerFactory.getLogger(VendorService.class);

	private final Map<Dialect, Rules> rules = new EnumMap<>(Dialect.class);

	private final Keys keys = new Keys();

	private final ModelShelf models = new ModelShelf();

	private final ReplyBook replies = new ReplyBook();

	private final AtomicLong sequence = new AtomicLong();

	private final AtomicInteger inFlight = new AtomicInteger();

	private final AtomicInteger mostInFlight = new AtomicInteger();

	private final RequestLog log;

	private final Timing timing;

	private final Clock clock;

	private final Head head;

	private final long seed;

	private final boolean strictModels;

	VendorService(RequestLog log, Timing timing, Clock clock, long seed, boolean strictModels) {
		this.log = log;
		this.timing = timing;
		this.clock = clock;
		this.head = new Head(clock);
		this.seed = seed;
		this.strictModels = strictModels;
		for (Dialect dialect : Dialect.values()) {
			this.rules.put(dialect, Rules.of(dialect));
		}
	}

	/**
	 * Answer a request.
	 * @param arrival the request
	 * @param connectionId the connection's number
	 * @param connection where the response goes
	 */
	void answer(VendorConnection.Arrival arrival, int connectionId, VendorConnection connection) {
		String method = arrival.head().method().name();
		Route route = Route.of(method, arrival.head().uri());
		RecordedRequest request = new RecordedRequest(route.dialect(), method, arrival.head().uri(),
				arrival.head().headers(), arrival.body(), connectionId, arrival.at());
		this.log.add(request);
		// drawn once more, so that requests in a row don't share parts of one sequence
		long drawn = new SplittableRandom(this.seed ^ this.sequence.incrementAndGet()).nextLong();
		SplittableRandom random = new SplittableRandom(drawn);
		new Respondent(this, route, request, random).respond(connection);
	}

	/**
	 * Return what is scripted for a request.
	 * @param route where the request goes
	 * @param request the request
	 * @return the reply, or {@code null} if nothing is scripted
	 */
	@Nullable Reply scripted(Route route, RecordedRequest request) {
		Reply reply = route.scripted() ? this.replies.take(request.dialect())
				: (route.dialect() != null) ? this.replies.takeCredential() : null;
		while (reply != null && reply.substance() instanceof Substance.Chosen chosen) {
			try {
				reply = chosen.choice().apply(request);
			}
			catch (RuntimeException ex) {
				logger.error("A scripted choice failed", ex);
				return Reply.error(500, "script_failed", "The scripted choice failed.");
			}
		}
		return reply;
	}

	void began() {
		int now = this.inFlight.incrementAndGet();
		this.mostInFlight.accumulateAndGet(now, Math::max);
	}

	void ended() {
		this.inFlight.decrementAndGet();
	}

	int inFlight() {
		return this.inFlight.get();
	}

	int mostInFlight() {
		return this.mostInFlight.get();
	}

	Rules rules(Dialect dialect) {
		Rules found = this.rules.get(dialect);
		return (found != null) ? found : Rules.of(dialect);
	}

	Keys keys() {
		return this.keys;
	}

	ModelShelf models() {
		return this.models;
	}

	ReplyBook replies() {
		return this.replies;
	}

	RequestLog log() {
		return this.log;
	}

	Head head() {
		return this.head;
	}

	Clock clock() {
		return this.clock;
	}

	Timing timing() {
		return this.timing;
	}

	boolean acceptsModel(Dialect dialect, String model) {
		return !this.strictModels || this.models.has(dialect, model);
	}

	void reset() {
		this.replies.clear();
		this.log.clear();
		this.mostInFlight.set(this.inFlight.get());
	}

}
