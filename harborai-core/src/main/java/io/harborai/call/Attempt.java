package io.harborai.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ResponseMeta;
import io.harborai.error.AttemptSummary;
import io.harborai.error.ErrorDetails;
import io.harborai.model.ModelInfo;
import io.harborai.usage.Cost;
import io.harborai.usage.PriceBook;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to answer a call at one provider: what must be known of it and a completion
 * can't tell. Created at subscription, mutable, written by the exchange's thread and
 * ended exactly once by whoever ends the exchange.
 */
public final class Attempt {

	private static final PriceBook PRICES = new PriceBook();

	private final @Nullable ChatCompletionRequest request;

	private final Trail trail;

	private final long callStartNanos;

	private final String provider;

	private final String model;

	private final String requestedModel;

	private final @Nullable ModelInfo info;

	private final @Nullable String keyName;

	private final List<String> omitted;

	private final Ticker ticker;

	private final long startNanos;

	private final long deadlineNanos;

	private final AtomicBoolean ended = new AtomicBoolean();

	private @Nullable Consumer<String> listener;

	private volatile long firstDeltaNanos;

	private volatile boolean firstDeltaSeen;

	private volatile @Nullable String requestId;

	private volatile @Nullable AssistantMessage answer;

	private Attempt(@Nullable ChatCompletionRequest request, Trail trail, long callStartNanos, Target target,
			@Nullable String keyName, List<String> omitted, Duration total, Ticker ticker) {
		this.request = request;
		this.trail = trail;
		this.callStartNanos = callStartNanos;
		this.provider = target.provider();
		this.model = target.model();
		this.requestedModel = target.requestedModel();
		this.info = target.info();
		this.keyName = keyName;
		this.omitted = omitted;
		this.ticker = ticker;
		this.startNanos = ticker.nanoTime();
		this.deadlineNanos = callStartNanos + total.toNanos();
	}

	/**
	 * Start an attempt now.
	 * @param call the call
	 * @param target where it goes
	 * @param keyName the name of the key it uses, null if it has none
	 * @param omitted the request's fields that the vendor doesn't take
	 * @param total the time that the whole call may take
	 * @param ticker the time
	 */
	public Attempt(ChatCall call, Target target, @Nullable String keyName, List<String> omitted, Duration total,
			Ticker ticker) {
		this(call.request(), call.trail(), call.startNanos(), target, keyName, omitted, total, ticker);
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
		return new Attempt(null, new Trail(), ticker.nanoTime(), new Target(provider, "", "", null), null, List.of(),
				total, ticker);
	}

	/**
	 * What is asked, so that it can be kept out of error messages.
	 * @return the request, null outside of a call
	 */
	public @Nullable ChatCompletionRequest request() {
		return this.request;
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
		return this.provider;
	}

	/**
	 * The model's id as it is sent.
	 * @return the id
	 */
	public String model() {
		return this.model;
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
		ModelInfo info = this.info;
		return info != null && info.reasons();
	}

	/**
	 * The vendor answered.
	 * @param requestId the vendor's id of the request, null if it sent none
	 */
	public void onHeaders(@Nullable String requestId) {
		this.requestId = requestId;
	}

	/**
	 * The first text, reasoning or tool fragment came. Later calls do nothing.
	 */
	public void onFirstDelta() {
		if (!this.firstDeltaSeen) {
			this.firstDeltaNanos = this.ticker.nanoTime();
			this.firstDeltaSeen = true;
		}
	}

	/**
	 * Have someone told how the attempt ends. To be called before it starts, once.
	 * @param listener gets the outcome, on the thread that ends the attempt; must not
	 * block nor throw
	 * @return this attempt
	 */
	public Attempt whenEnded(Consumer<String> listener) {
		this.listener = listener;
		return this;
	}

	/**
	 * The attempt has ended. Only the first end counts and enters the trail.
	 * @param outcome a short lower-case word
	 */
	public void end(String outcome) {
		if (this.ended.compareAndSet(false, true)) {
			this.trail.add(summary(outcome));
			Consumer<String> listener = this.listener;
			if (listener != null) {
				listener.accept(outcome);
			}
		}
	}

	/**
	 * The request was sent again because the pooled connection turned out to be dead; the
	 * attempt goes on.
	 */
	public void resent() {
		this.trail.add(summary("resent"));
	}

	private AttemptSummary summary(String outcome) {
		return new AttemptSummary(this.model.isEmpty() ? this.provider : this.provider + "/" + this.model, this.keyName,
				outcome, Duration.ofNanos(this.ticker.nanoTime() - this.startNanos));
	}

	/**
	 * The meta data of a stream's chunks before the last one.
	 * @return who answers
	 */
	public ResponseMeta openMeta() {
		return new ResponseMeta(this.provider, this.model, this.requestedModel, this.requestId, null, null, null,
				List.of(), this.omitted);
	}

	/**
	 * The meta data of a whole answer. If the attempt hasn't ended yet, it is about to
	 * end well.
	 * @param usage what it used
	 * @return everything there is to know
	 */
	public ResponseMeta finalMeta(Usage usage) {
		long now = this.ticker.nanoTime();
		List<AttemptSummary> attempts = this.trail.attempts();
		if (!this.ended.get()) {
			attempts = new ArrayList<>(attempts);
			attempts.add(summary("ok"));
		}
		return new ResponseMeta(this.provider, this.model, this.requestedModel, this.requestId,
				this.firstDeltaSeen ? Duration.ofNanos(this.firstDeltaNanos - this.callStartNanos) : null,
				Duration.ofNanos(now - this.callStartNanos), cost(usage), attempts, this.omitted);
	}

	private @Nullable Cost cost(Usage usage) {
		ModelInfo info = this.info;
		return (info != null && !info.prices().isEmpty()) ? PRICES.cost(info, usage, Instant.now()) : null;
	}

	/**
	 * Start the description of a failure of this attempt, which must have
	 * {@linkplain #end ended}.
	 * @param problem what happened, one sentence without a full stop
	 * @return a builder that knows who, which request and what was tried
	 */
	public ErrorDetails.Builder failure(String problem) {
		return ErrorDetails.problem(problem)
			.target(this.provider, this.model.isEmpty() ? null : this.model)
			.requestId(this.requestId)
			.attempts(this.trail.attempts());
	}

}
