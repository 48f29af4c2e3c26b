package io.harborai.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ResponseMeta;
import io.harborai.chat.StructuredStrategy;
import io.harborai.error.AttemptSummary;
import io.harborai.error.ErrorDetails;
import io.harborai.model.ModelInfo;
import io.harborai.usage.Cost;
import io.harborai.usage.PriceBook;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to answer a call at one provider: what must be known of it and a completion
 * can't tell. Created at subscription, mutable, written by the exchange's thread and
 * ended exactly once by whoever ends the exchange.
 */
public final class Attempt {

	private static final Logger logger = LoggerFactory.getLogger(Attempt.class);

	private static final PriceBook PRICES = new PriceBook();

	private final @Nullable Call<?> call;

	private final Trail trail;

	private final long callStartNanos;

	private final Target target;

	private final Ticker ticker;

	private final long startNanos;

	private final long deadlineNanos;

	private final @Nullable AttemptSummary before;

	private final AtomicBoolean ended = new AtomicBoolean();

	// Volatile, so that who listens late can see by isEnded() whether it was still in
	// time.
	private volatile @Nullable AttemptListener listener;

	private @Nullable String keyName;

	private List<String> omitted = List.of();

	private @Nullable StructuredStrategy structured;

	private boolean hintsWanted;

	private List<Map.Entry<String, String>> headers = List.of();

	private volatile boolean connected;

	private volatile boolean otherKey;

	private volatile long firstDeltaNanos;

	private volatile boolean firstDeltaSeen;

	private volatile @Nullable String requestId;

	private volatile @Nullable AssistantMessage answer;

	private volatile Usage usage = Usage.MISSING;

	private volatile @Nullable Instant pricedAt;

	private volatile @Nullable AttemptSummary success;

	private volatile @Nullable AttemptSummary result;

	private Attempt(@Nullable Call<?> call, Trail trail, long callStartNanos, long deadlineNanos, Target target,
			Ticker ticker) {
		this.call = call;
		this.trail = trail;
		this.callStartNanos = callStartNanos;
		this.deadlineNanos = deadlineNanos;
		this.target = target;
		this.ticker = ticker;
		this.startNanos = ticker.nanoTime();
		List<AttemptSummary> earlier = trail.attempts();
		this.before = earlier.isEmpty() ? null : earlier.get(earlier.size() - 1);
	}

	/**
	 * Start an attempt now.
	 * @param call the call, which knows its way
	 * @param ticker the time
	 * @return the attempt
	 */
	public static Attempt of(Call<?> call, Ticker ticker) {
		Call.Way way = Objects.requireNonNull(call.way(), "routing has not set the call's way");
		Attempt attempt = new Attempt(call, call.trail(), call.startNanos(), way.deadlineNanos(), way.target(), ticker);
		call.trail().current(attempt);
		return attempt;
	}

	/**
	 * Start a request that isn't part of a call, such as fetching a token or a list of
	 * models.
	 * @param provider the provider it goes to
	 * @param total the time it may take
	 * @param ticker the time
	 * @return an attempt with a trail of its own
	 */
	public static Attempt outsideCall(String provider, Duration total, Ticker ticker) {
		long now = ticker.nanoTime();
		return new Attempt(null, new Trail(), now, now + total.toNanos(), new Target(provider, "", "", null), ticker);
	}

	/**
	 * The call that it is an attempt of, so that what is asked can be kept out of error
	 * messages.
	 * @return the call, null outside of one
	 */
	public @Nullable Call<?> call() {
		return this.call;
	}

	/**
	 * What had been answered when the attempt failed, so that it can be kept out of error
	 * messages.
	 * @param answer the answer so far, null if there was none
	 */
	public void answered(@Nullable AssistantMessage answer) {
		this.answer = answer;
	}

	/**
	 * What had been answered when the attempt failed.
	 * @return the answer so far, null if there was none
	 */
	public @Nullable AssistantMessage answer() {
		return this.answer;
	}

	/**
	 * The provider's name.
	 * @return the name
	 */
	public String provider() {
		return this.target.provider();
	}

	/**
	 * The model's id as it is sent.
	 * @return the id
	 */
	public String model() {
		return this.target.model();
	}

	/**
	 * When the whole call must have ended.
	 * @return a time on the client's ticker
	 */
	public long deadlineNanos() {
		return this.deadlineNanos;
	}

	/**
	 * How long the whole call may take.
	 * @return the time from its start to its deadline
	 */
	public Duration total() {
		return Duration.ofNanos(this.deadlineNanos - this.callStartNanos);
	}

	/**
	 * Whether the model may think for long before it says something.
	 * @return whether the longer clocks apply
	 */
	public boolean reasons() {
		ModelInfo info = this.target.info();
		return info != null && info.reasons();
	}

	/**
	 * Where it goes.
	 * @return the target
	 */
	public Target target() {
		return this.target;
	}

	/**
	 * The name of the key that it uses.
	 * @return the name, null if it has none or hasn't chosen yet
	 */
	public @Nullable String keyName() {
		return this.keyName;
	}

	/**
	 * Say what it is sent with. To be called before it is sent: what fails before that is
	 * taken to have been refused on this side.
	 * @param keyName the name of the key, null if there is none
	 * @param omitted the request's fields that the vendor doesn't take
	 */
	public void sentWith(@Nullable String keyName, List<String> omitted) {
		this.keyName = keyName;
		this.omitted = omitted;
		this.trail.sending();
	}

	/**
	 * Say how an answer of a given shape is asked for. To be called before it is sent.
	 * @param strategy how
	 */
	public void structuredBy(StructuredStrategy strategy) {
		this.structured = strategy;
	}

	/**
	 * Whether the attempt before it went to the same target and ended this way.
	 * @param outcome the outcome's word
	 * @return whether it did
	 */
	public boolean follows(String outcome) {
		AttemptSummary before = this.before;
		return before != null && before.outcome().equals(outcome) && before.target().equals(place());
	}

	/**
	 * The key was refused, and there is another one that may be tried at once.
	 */
	public void otherKeyReady() {
		this.otherKey = true;
	}

	/**
	 * Whether it failed by its key only, and there is another one.
	 * @return whether trying again at once makes sense
	 */
	public boolean isOtherKeyReady() {
		return this.otherKey;
	}

	/**
	 * The time since it started.
	 * @return nanoseconds
	 */
	public long elapsedNanos() {
		return this.ticker.nanoTime() - this.startNanos;
	}

	/**
	 * Whether the first delta has come.
	 * @return whether it has
	 */
	public boolean isFirstDeltaSeen() {
		return this.firstDeltaSeen;
	}

	/**
	 * Whether it has ended.
	 * @return whether it has
	 */
	public boolean isEnded() {
		return this.ended.get();
	}

	/**
	 * Have someone told what happens. To be called before it is sent; who came first is
	 * told first, and of the end last. Who can't rule out that it has been cancelled
	 * already asks {@link #isEnded()} after that: then nothing may be told any more.
	 * @param listener is told
	 */
	public void listen(AttemptListener listener) {
		AttemptListener first = this.listener;
		this.listener = (first != null) ? new BothListeners(first, listener) : listener;
	}

	/**
	 * Ask for what answers' heads tell about limits, which isn't read otherwise.
	 */
	public void wantHints() {
		this.hintsWanted = true;
	}

	/**
	 * Whether somebody wants to know what the answer's head tells about limits.
	 * @return whether it is worth reading
	 */
	public boolean wantsHints() {
		return this.hintsWanted;
	}

	/**
	 * Send a further header, unless the caller sends one of this name. To be called
	 * before it is sent.
	 * @param name the header's name
	 * @param value its value
	 */
	public void addHeader(String name, String value) {
		if (this.headers.isEmpty()) {
			this.headers = new ArrayList<>(2);
		}
		this.headers.add(Map.entry(name, value));
	}

	/**
	 * What it carries beside the request's own headers, such as the context of a trace.
	 * @return names and values, empty if there are none
	 */
	public List<Map.Entry<String, String>> headers() {
		return this.headers;
	}

	/**
	 * There is a connection, and the request goes out.
	 */
	public void onConnected() {
		this.connected = true;
	}

	/**
	 * Whether the vendor may have got the request.
	 * @return whether there ever was a connection for it
	 */
	public boolean isConnected() {
		return this.connected;
	}

	/**
	 * The vendor answered.
	 * @param requestId the vendor's id of the request, null if it sent none
	 * @param hints what the answer's head tells about limits
	 */
	public void onHeaders(@Nullable String requestId, RateHints hints) {
		this.requestId = requestId;
		AttemptListener listener = this.listener;
		if (listener != null && hints != RateHints.NONE) {
			listener.onHeaders(this, hints);
		}
	}

	/**
	 * The first text, reasoning or tool fragment came. Later calls do nothing.
	 */
	public void onFirstDelta() {
		if (!this.firstDeltaSeen) {
			this.firstDeltaNanos = this.ticker.nanoTime();
			this.firstDeltaSeen = true;
			this.trail.current(this);
			AttemptListener listener = this.listener;
			if (listener != null) {
				listener.onFirstDelta(this);
			}
		}
	}

	/**
	 * The vendor's id of the request.
	 * @return the id, null if there is none or no answer yet
	 */
	public @Nullable String requestId() {
		return this.requestId;
	}

	/**
	 * What it used, known when its answer is complete.
	 * @return the usage, missing if nobody told
	 */
	public Usage usage() {
		return this.usage;
	}

	/**
	 * When it is priced, by price lists that change with the hour: at its end, as near as
	 * that is known, and the same for all who ask.
	 * @return the moment at which somebody asked first
	 */
	public Instant pricedAt() {
		Instant known = this.pricedAt;
		if (known == null) {
			synchronized (this.ended) {
				known = this.pricedAt;
				if (known == null) {
					known = Instant.now();
					this.pricedAt = known;
				}
			}
		}
		return known;
	}

	/**
	 * The attempt has ended. Only the first end counts and enters the trail.
	 * @param outcome how
	 */
	public void end(Outcome outcome) {
		if (this.ended.compareAndSet(false, true)) {
			AttemptSummary result = summary(outcome);
			this.result = result;
			this.trail.add(result);
			if (outcome == Outcome.OK) {
				this.trail.current(this);
			}
			AttemptListener listener = this.listener;
			if (listener != null) {
				tell(listener, this, outcome);
			}
		}
	}

	/**
	 * One that fails keeps neither the others from giving back what they hold nor the
	 * caller from learning of the end.
	 */
	private static void tell(AttemptListener listener, Attempt attempt, Outcome outcome) {
		try {
			listener.onEnd(attempt, outcome);
		}
		catch (RuntimeException ex) {
			logger.error("A listener failed at the end of an attempt at {}", attempt.place(), ex);
		}
	}

	/**
	 * How it ended, as it stands in the trail.
	 * @return the result, null while it runs
	 */
	public @Nullable AttemptSummary result() {
		return this.result;
	}

	/**
	 * The request was sent again because the pooled connection turned out to be dead; the
	 * attempt goes on.
	 */
	public void resent() {
		this.trail.add(summary("resent", null));
	}

	private AttemptSummary summary(Outcome outcome) {
		if (outcome == Outcome.OK) {
			AttemptSummary known = this.success;
			return (known != null) ? known : summary(outcome.word(), cost(this.usage));
		}
		return summary(outcome.word(), (outcome == Outcome.CANCELLED && this.connected) ? promptCost() : null);
	}

	private AttemptSummary summary(String outcome, @Nullable Cost cost) {
		return new AttemptSummary(place(), this.keyName, outcome, Duration.ofNanos(elapsedNanos()), cost);
	}

	/**
	 * What was asked has to be paid for although nobody waits for the answer.
	 */
	private @Nullable Cost promptCost() {
		Call<?> call = this.call;
		return (call != null && isPriced()) ? cost(Usage.estimated(call.promptTokens(), 0)) : null;
	}

	private String place() {
		Target target = this.target;
		return target.model().isEmpty() ? target.provider() : target.provider() + "/" + target.model();
	}

	/**
	 * The meta data of a stream's chunks before the last one.
	 * @return who answers
	 */
	public ResponseMeta openMeta() {
		return new ResponseMeta(this.target.provider(), this.target.model(), this.target.requestedModel(),
				this.requestId, null, null, null, List.of(), this.omitted, false, this.structured);
	}

	/**
	 * The meta data of a whole answer. If the attempt hasn't ended yet, it is about to
	 * end well.
	 * @param usage what it used
	 * @return everything there is to know
	 */
	public ResponseMeta finalMeta(Usage usage) {
		this.usage = usage;
		long now = this.ticker.nanoTime();
		List<AttemptSummary> attempts = this.trail.attempts();
		Cost own = cost(usage);
		Cost cost = Trail.sum(own, attempts, this.success);
		if (!this.ended.get()) {
			AttemptSummary success = summary("ok", own);
			this.success = success;
			attempts = new ArrayList<>(attempts);
			attempts.add(success);
		}
		return new ResponseMeta(this.target.provider(), this.target.model(), this.target.requestedModel(),
				this.requestId,
				this.firstDeltaSeen ? Duration.ofNanos(this.firstDeltaNanos - this.callStartNanos) : null,
				Duration.ofNanos(now - this.callStartNanos), cost, attempts, this.omitted, false, this.structured);
	}

	private boolean isPriced() {
		ModelInfo info = this.target.info();
		return info != null && !info.prices().isEmpty();
	}

	private @Nullable Cost cost(Usage usage) {
		ModelInfo info = this.target.info();
		return (info != null && isPriced()) ? PRICES.cost(info, usage, pricedAt()) : null;
	}

	/**
	 * Start the description of a failure of this attempt, which must have
	 * {@linkplain #end ended}.
	 * @param problem what happened, one sentence without a full stop
	 * @return a builder that knows who, which request and what was tried
	 */
	public ErrorDetails.Builder failure(String problem) {
		return ErrorDetails.problem(problem)
			.target(this.target.provider(), this.target.model().isEmpty() ? null : this.target.model())
			.requestId(this.requestId)
			.attempts(this.trail.attempts());
	}

	/**
	 * Two listeners, one after the other. At the end the other way round: what the first
	 * gives back lets others in, who had better know what the second has learned.
	 */
	private record BothListeners(AttemptListener first, AttemptListener second) implements AttemptListener {

		@Override
		public void onHeaders(Attempt attempt, RateHints hints) {
			this.first.onHeaders(attempt, hints);
			this.second.onHeaders(attempt, hints);
		}

		@Override
		public void onFirstDelta(Attempt attempt) {
			this.first.onFirstDelta(attempt);
			this.second.onFirstDelta(attempt);
		}

		@Override
		public void onEnd(Attempt attempt, Outcome outcome) {
			tell(this.second, attempt, outcome);
			tell(this.first, attempt, outcome);
		}

	}

}
