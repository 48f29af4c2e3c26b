package io.harborai.routing;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.harborai.call.AttemptBudget;
import io.harborai.call.Call;
import io.harborai.call.Ticker;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.ErrorClass;
import io.harborai.error.HarborAiException;
import io.harborai.error.ShuttingDownException;
import io.harborai.provider.ProviderRegistry;
import io.harborai.provider.ProviderRegistry.Entry;
import io.harborai.resilience.HedgeSettings;
import io.harborai.resilience.Tries;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * How one call moves from candidate to candidate until one of them delivers something.
 * <p>
 * A move is paid for by the route's budget, unless all candidates so far refused the call
 * before anything was sent: then the next one isn't asked on top of anything.
 *
 * @param <C> the kind of call
 * @param <T> what is delivered
 */
final class Moves<C extends Call<C>, T> implements Tries<T> {

	private static final Logger logger = LoggerFactory.getLogger(Moves.class);

	private final ModelRouter router;

	private final ProviderRegistry registry;

	private final Ticker ticker;

	private final C call;

	private final Form<C, T> form;

	private final List<Candidate> order;

	private final boolean[] tried;

	private final boolean movesWhenFiltered;

	private final long deadlineNanos;

	private final AttemptBudget budget;

	private volatile boolean hedged;

	private volatile boolean delivered;

	// Guarded by this.
	private boolean stays;

	private boolean refused;

	private int tooSmall;

	/**
	 * Create the moves of a subscription.
	 * @param router knows how to ask a candidate
	 * @param registry the providers
	 * @param ticker the time
	 * @param call the call
	 * @param form the form in which it is answered
	 * @param order the candidates in the order in which they are asked, at least one
	 * @param movesWhenFiltered whether another one is asked when a vendor's moderation
	 * refuses
	 * @param deadlineNanos when the call must have ended
	 * @param budget pays for all beyond the first attempt
	 */
	Moves(ModelRouter router, ProviderRegistry registry, Ticker ticker, C call, Form<C, T> form, List<Candidate> order,
			boolean movesWhenFiltered, long deadlineNanos, AttemptBudget budget) {
		this.router = router;
		this.registry = registry;
		this.ticker = ticker;
		this.call = call;
		this.form = form;
		this.order = order;
		this.tried = new boolean[order.size()];
		this.movesWhenFiltered = movesWhenFiltered;
		this.deadlineNanos = deadlineNanos;
		this.budget = budget;
	}

	@Override
	public Publisher<T> first() {
		Candidate first = this.order.get(0);
		this.tried[0] = true;
		Publisher<T> source = leg(first);
		if (!first.hedged()) {
			return source;
		}
		HedgeSettings settings = first.handle().settings().resilience().hedge().orElse(HedgeSettings.DEFAULTS);
		AttemptBudget hedges = this.router.hedges(first.handle(), settings);
		hedges.deposit();
		long delayNanos = delayNanos(first, settings);
		return (delayNanos >= 0) ? new Hedge<>(source, () -> second(hedges), delayNanos, this.ticker) : source;
	}

	private long delayNanos(Candidate first, HedgeSettings settings) {
		TargetState state = first.state();
		long late = (state != null) ? state.speed(isStreamed()).late(Objects.requireNonNull(settings.quantile())) : -1;
		Duration least = Objects.requireNonNull(settings.minDelay());
		return (late >= 0) ? Math.max(late, least.toNanos()) : -1;
	}

	private @Nullable Publisher<T> second(AttemptBudget hedges) {
		if (isOutOfTime() || !hedges.take()) {
			return null;
		}
		if (!this.budget.take()) {
			hedges.giveBack();
			return null;
		}
		Candidate second = this.order.get(Math.max(next(true), 0));
		if (!isInService(second)) {
			this.budget.giveBack();
			hedges.giveBack();
			return null;
		}
		this.hedged = true;
		logger.debug("A second attempt starts beside one that is late");
		return leg(second);
	}

	@Override
	public @Nullable Next<T> next(Throwable failure) {
		boolean free;
		synchronized (this) {
			if (this.stays) {
				return null;
			}
			free = this.refused && !this.call.trail().isAnySent();
		}
		if (isOutOfTime()) {
			return null;
		}
		int next = next(false);
		if (next < 0 || (!free && !this.budget.take())) {
			return null;
		}
		Candidate candidate = this.order.get(next);
		if (logger.isDebugEnabled()) {
			logger.debug("A call moves on to {}/{}: {}", candidate.target().provider(), candidate.target().model(),
					failure.getClass().getSimpleName());
		}
		return new Next<>(0, () -> leg(candidate));
	}

	/**
	 * Take the next candidate that makes sense.
	 * @return its place in the order, -1 if there is none
	 */
	private synchronized int next(boolean healthy) {
		for (int i = 0; i < this.tried.length; i++) {
			Candidate candidate = this.order.get(i);
			if (!this.tried[i] && isInService(candidate) && isLargeEnough(candidate)
					&& (!healthy || candidate.isHealthy())) {
				this.tried[i] = true;
				return i;
			}
		}
		return -1;
	}

	private boolean isLargeEnough(Candidate candidate) {
		Integer window = candidate.window();
		return this.tooSmall == 0 || (window != null && window > this.tooSmall);
	}

	private boolean isInService(Candidate candidate) {
		Entry entry = this.registry.snapshot().entries().get(candidate.target().provider());
		return entry != null && entry.enabled() && entry.handle() == candidate.handle();
	}

	private boolean isOutOfTime() {
		return this.deadlineNanos - this.ticker.nanoTime() <= 0;
	}

	private Flux<T> leg(Candidate candidate) {
		return Leg.of(this, candidate, this.ticker, () -> this.form.ask()
			.apply(candidate, this.router.directed(this.call, candidate, this.deadlineNanos, this.budget)));
	}

	boolean isStreamed() {
		return this.form.streamed();
	}

	void hasDelivered() {
		this.delivered = true;
	}

	boolean isDelivered() {
		return this.delivered;
	}

	/**
	 * A candidate failed.
	 * @param candidate the candidate
	 * @param failure how
	 * @param startNanos when it had been asked
	 */
	void failed(Candidate candidate, Throwable failure, long startNanos) {
		Throwable reason = (failure instanceof StreamInterruptedException && failure.getCause() != null)
				? failure.getCause() : failure;
		Candidate.Place place = candidate.place();
		if (place != null && ErrorClass.of(reason).isProviderFailure()) {
			place.ejection().failed(startNanos);
		}
		ErrorClass kind = kind(candidate, failure);
		synchronized (this) {
			// Limits of the vendor's are heard of only after something was sent.
			this.refused = kind == ErrorClass.REFUSED || kind == ErrorClass.LIMITED;
			if (kind == ErrorClass.CONTEXT) {
				Integer window = candidate.window();
				this.tooSmall = Math.max(this.tooSmall, (window != null) ? window : Integer.MAX_VALUE);
			}
			this.stays |= !moves(kind);
		}
	}

	private ErrorClass kind(Candidate candidate, Throwable failure) {
		// Only this provider is going, not the client.
		return (failure instanceof ShuttingDownException && !isInService(candidate)) ? ErrorClass.REFUSED
				: ErrorClass.of(failure instanceof HarborAiException ? failure : null);
	}

	private boolean moves(ErrorClass kind) {
		return switch (kind) {
			case KEY, LIMITED, TRANSIENT, UNREACHABLE, REFUSED, MODEL, CONTEXT -> true;
			case FILTERED -> this.movesWhenFiltered;
			case CALLER, FINAL -> false;
		};
	}

	/**
	 * Add to what is delivered what was tried beside it.
	 * @param item what is delivered
	 * @return the same, unless there was a second attempt
	 */
	T settled(T item) {
		return this.hedged ? this.form.settled().apply(item, this.call.trail()) : item;
	}

}
