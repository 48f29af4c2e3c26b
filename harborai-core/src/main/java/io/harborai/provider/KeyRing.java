package io.harborai.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.harborai.call.Attempt;
import io.harborai.call.AttemptListener;
import io.harborai.call.Outcome;
import io.harborai.call.Target;
import io.harborai.call.Ticker;
import io.harborai.error.ErrorClass;
import io.harborai.error.ErrorDetails;
import io.harborai.error.KeysRestingException;
import io.harborai.resilience.KeyRestSettings;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A provider's named keys, used in turn by their weights. A key that the vendor refuses
 * rests for a while; one that is limited rests for the model until the vendor says, for
 * every caller. Thread-safe; choosing among keys of which none rests takes no lock.
 */
final class KeyRing implements Credentials {

	// Models that nobody configured share one entry: what is kept must not grow with what
	// is sent.
	private static final String OTHER_MODELS = "other";

	// Longer than a call takes: what a vendor says of a key may come after its end.
	private static final Duration REMEMBERED = Duration.ofHours(1);

	private static final String AUTHENTICATION = "authentication";

	private static final String PERMISSION = "permission";

	private final String provider;

	private final Supplier<List<ApiKey>> source;

	private final Duration refused;

	private final Duration exhausted;

	private final Ticker ticker;

	private final Map<Place, Rest> rests = new ConcurrentHashMap<>();

	// By value, the time until which a key that was taken away is kept out of messages.
	// Guarded by this.
	private final Map<String, Long> former = new HashMap<>();

	private volatile Ring ring = new Ring(new Turns(List.of()), List.of());

	/**
	 * Create the ring.
	 * @param provider the provider's name
	 * @param source the keys that are good now: an immutable list, the same one until a
	 * key changes
	 * @param settings how long refused keys rest, all set
	 * @param ticker the time
	 */
	KeyRing(String provider, Supplier<List<ApiKey>> source, KeyRestSettings settings, Ticker ticker) {
		this.provider = provider;
		this.source = source;
		this.refused = Objects.requireNonNull(settings.refused());
		this.exhausted = Objects.requireNonNull(settings.exhausted());
		this.ticker = ticker;
	}

	@Override
	public @Nullable ApiKey atHand(Target target) {
		Turns turns = ring().turns();
		if (turns.keys().isEmpty()) {
			return null;
		}
		if (this.rests.isEmpty()) {
			return turns.next();
		}
		ApiKey awake = turns.next((key) -> restOf(key, target) == null);
		if (awake == null) {
			throw resting(turns.keys(), target);
		}
		return awake;
	}

	private Ring ring() {
		Ring current = this.ring;
		return (current.turns().keys() == this.source.get()) ? current : changed();
	}

	/**
	 * Asks again: of two threads that see a change the later one must not bring back what
	 * was replaced.
	 */
	private synchronized Ring changed() {
		List<ApiKey> keys = this.source.get();
		List<ApiKey> before = this.ring.turns().keys();
		if (before == keys) {
			return this.ring;
		}
		// A replaced key starts without its predecessor's rest.
		this.rests.keySet().removeIf((place) -> !keys.contains(place.key()));
		Ring changed = new Ring(new Turns(keys), secrets(before, keys));
		this.ring = changed;
		return changed;
	}

	private List<String> secrets(List<ApiKey> before, List<ApiKey> keys) {
		long now = this.ticker.nanoTime();
		before.forEach((key) -> this.former.put(key.value(), now + REMEMBERED.toNanos()));
		keys.forEach((key) -> this.former.remove(key.value()));
		this.former.values().removeIf((until) -> until - now <= 0);
		List<String> secrets = new ArrayList<>(this.former.keySet());
		keys.forEach((key) -> secrets.add(key.value()));
		return List.copyOf(secrets);
	}

	private @Nullable Rest restOf(ApiKey key, Target target) {
		Rest whole = restAt(new Place(key, null));
		return (whole != null) ? whole : restAt(new Place(key, model(target)));
	}

	private @Nullable Rest restAt(Place place) {
		Rest rest = this.rests.get(place);
		if (rest != null && rest.untilNanos() - this.ticker.nanoTime() <= 0) {
			this.rests.remove(place, rest);
			return null;
		}
		return rest;
	}

	private static String model(Target target) {
		return (target.info() != null) ? target.model() : OTHER_MODELS;
	}

	private KeysRestingException resting(List<ApiKey> keys, Target target) {
		long first = Long.MAX_VALUE;
		List<String> reasons = new ArrayList<>();
		for (ApiKey key : keys) {
			Rest rest = restOf(key, target);
			if (rest != null) {
				first = Math.min(first, rest.untilNanos() - this.ticker.nanoTime());
				reasons.add(key.name() + " (" + rest.why() + ")");
			}
			else {
				first = 0;
			}
		}
		return new KeysRestingException(
				ErrorDetails.problem("no key may be used right now, all of them rest: " + String.join(", ", reasons))
					.target(target.provider(), target.model())
					.retryable(true)
					.retryAfter(Duration.ofNanos(Math.max(first, 0)))
					.remedy("Add a key, replace the refused ones, or wait.")
					.build(),
				null);
	}

	@Override
	public void watch(Attempt attempt, ApiKey key) {
		attempt.listen(new Use(key));
	}

	@Override
	public Mono<ApiKey> fetch(Target target) {
		return Mono.empty();
	}

	@Override
	public Collection<String> secrets() {
		return this.ring.secrets();
	}

	@Override
	public List<String> names() {
		return this.ring.turns().keys().stream().map(ApiKey::name).toList();
	}

	@Override
	public Map<String, String> resting() {
		Map<String, String> resting = new TreeMap<>();
		this.rests.forEach((place, rest) -> {
			if (restAt(place) != null) {
				resting.put((place.model() != null) ? place.key().name() + "/" + place.model() : place.key().name(),
						rest.why());
			}
		});
		return resting;
	}

	@Override
	public void wake() {
		this.rests.clear();
	}

	private void ended(Attempt attempt, ApiKey key, Outcome outcome) {
		Duration asked = outcome.retryAfter();
		if (outcome.errorClass() == ErrorClass.KEY) {
			if (this.ring.turns().keys().size() == 1) {
				// Nothing to turn to, and what the vendor says helps more than silence;
				// once the
				// account is in order again, so is the next call.
				return;
			}
			String why = outcome.word();
			Duration rest = (why.equals(AUTHENTICATION) || why.equals(PERMISSION)) ? this.refused : this.exhausted;
			// A permission is most often one for a model.
			Place place = new Place(key, why.equals(PERMISSION) ? model(attempt.target()) : null);
			rest(place, why, (asked != null && asked.compareTo(rest) > 0) ? asked : rest);
			tryAnother(attempt);
		}
		else if (outcome.errorClass() == ErrorClass.LIMITED && asked != null && !asked.isZero()) {
			rest(new Place(key, model(attempt.target())), outcome.word(), asked);
			tryAnother(attempt);
		}
	}

	private void rest(Place place, String why, Duration time) {
		Rest rest = new Rest(this.ticker.nanoTime() + time.toNanos(), why);
		this.rests.merge(place, rest, (old, fresh) -> (old.untilNanos() - fresh.untilNanos() > 0) ? old : fresh);
	}

	private void tryAnother(Attempt attempt) {
		for (ApiKey key : this.ring.turns().keys()) {
			if (restOf(key, attempt.target()) == null) {
				attempt.otherKeyReady();
				return;
			}
		}
	}

	@Override
	public String toString() {
		return "KeyRing[" + this.provider + "]";
	}

	/**
	 * The keys at one moment.
	 *
	 * @param turns whose turn it is
	 * @param secrets what must be kept out of messages: their values, and those of keys
	 * that were taken away not long ago
	 */
	private record Ring(Turns turns, List<String> secrets) {

		@Override
		public String toString() {
			return "Ring" + this.turns.keys();
		}

	}

	/**
	 * A key, for one model or for all.
	 *
	 * @param key the key
	 * @param model the model, null for all
	 */
	private record Place(ApiKey key, @Nullable String model) {
	}

	private record Rest(long untilNanos, String why) {
	}

	/**
	 * An attempt's use of a key.
	 */
	private final class Use implements AttemptListener {

		private final ApiKey key;

		private Use(ApiKey key) {
			this.key = key;
		}

		@Override
		public void onEnd(Attempt attempt, Outcome outcome) {
			if (outcome.errorClass() != null) {
				ended(attempt, this.key, outcome);
			}
		}

	}

}
