package io.harborai.provider;

import java.time.Duration;
import java.util.function.Supplier;

import io.harborai.call.Attempt;
import io.harborai.call.AttemptListener;
import io.harborai.call.Outcome;
import io.harborai.call.Ticker;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A temporary key: fetched once, however many wait for it, and again before it expires. A
 * fetch that fails is reported to all who wait and tried again by the next. Thread-safe.
 */
public final class RefreshedKey {

	private static final String REFUSED = "authentication";

	private final Ticker ticker;

	private final Supplier<Mono<Fresh>> exchange;

	private final Object lock = new Object();

	private volatile @Nullable Held held;

	private volatile @Nullable String latest;

	private Sinks.@Nullable One<ApiKey> fetching;

	/**
	 * Nothing is fetched yet.
	 * @param ticker the time
	 * @param exchange fetches a key
	 */
	public RefreshedKey(Ticker ticker, Supplier<Mono<Fresh>> exchange) {
		this.ticker = ticker;
		this.exchange = exchange;
	}

	/**
	 * The key, if there is one that is still good.
	 * @return the key, null if it must be fetched
	 */
	public @Nullable ApiKey atHand() {
		Held held = this.held;
		return (held != null && this.ticker.nanoTime() - held.goodUntilNanos() < 0) ? held.key() : null;
	}

	/**
	 * Fetch the key, unless it is at hand or being fetched.
	 * @return the key, or one typed error
	 */
	public Mono<ApiKey> fetch() {
		return Mono.defer(() -> {
			Sinks.One<ApiKey> mine = Sinks.one();
			synchronized (this.lock) {
				ApiKey key = atHand();
				if (key != null) {
					return Mono.just(key);
				}
				if (this.fetching != null) {
					return this.fetching.asMono();
				}
				this.fetching = mine;
			}
			// Not tied to this subscriber: others wait too, and cancelling one must not
			// fail them.
			this.exchange.get().subscribe((fresh) -> arrived(mine, fresh), (ex) -> {
				done();
				mine.tryEmitError(ex);
			});
			return mine.asMono();
		});
	}

	private void arrived(Sinks.One<ApiKey> mine, Fresh fresh) {
		// A tenth of its life before the end, a key counts as expired.
		long good = fresh.life().toNanos() / 10 * 9;
		this.latest = fresh.key().value();
		this.held = new Held(fresh.key(), this.ticker.nanoTime() + good);
		done();
		mine.tryEmitValue(fresh.key());
	}

	private void done() {
		synchronized (this.lock) {
			this.fetching = null;
		}
	}

	/**
	 * Forget a key that the vendor doesn't accept. Does nothing if another one has taken
	 * its place.
	 * @param key the key
	 */
	void forget(ApiKey key) {
		synchronized (this.lock) {
			Held held = this.held;
			if (held != null && held.key().value().equals(key.value())) {
				this.held = null;
			}
		}
	}

	/**
	 * Learn from an attempt with a fetched key: one that the vendor doesn't accept any
	 * more is forgotten, and a new one gets one chance.
	 * @param attempt the attempt, to listen to
	 * @param key the key
	 */
	public void watch(Attempt attempt, ApiKey key) {
		attempt.listen(new AttemptListener() {

			@Override
			public void onEnd(Attempt ended, Outcome outcome) {
				if (REFUSED.equals(outcome.word())) {
					forget(key);
					if (!ended.follows(REFUSED)) {
						ended.otherKeyReady();
					}
				}
			}

		});
	}

	/**
	 * The value of the key that was fetched last, good, expired or forgotten, to be kept
	 * out of messages.
	 * @return the value, null if nothing was fetched
	 */
	public @Nullable String latest() {
		return this.latest;
	}

	/**
	 * A key that was just fetched.
	 *
	 * @param key the key
	 * @param life how long it is good for
	 */
	public record Fresh(ApiKey key, Duration life) {
	}

	private record Held(ApiKey key, long goodUntilNanos) {
	}

}
