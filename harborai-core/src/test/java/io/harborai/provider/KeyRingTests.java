package io.harborai.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.harborai.call.Attempt;
import io.harborai.call.AttemptBudget;
import io.harborai.call.ChatCall;
import io.harborai.call.Outcome;
import io.harborai.call.Target;
import io.harborai.call.TestTicker;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.error.ErrorClass;
import io.harborai.error.KeysRestingException;
import io.harborai.model.ModelInfo;
import io.harborai.resilience.KeyRestSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link KeyRing} in a time that is driven by hand.
 */
class KeyRingTests {

	private static final Target MODEL = target("known");

	private static final Target OTHER = target("other");

	private final TestTicker ticker = new TestTicker();

	private List<ApiKey> keys = List.of(new ApiKey("a", "secret-a"), new ApiKey("b", "secret-b"));

	private final KeyRing ring = new KeyRing("p", () -> this.keys, KeyRestSettings.DEFAULTS, this.ticker);

	@Test
	void keysTakeTurns() {
		assertThat(next(4)).containsExactly("a", "b", "a", "b");
	}

	@Test
	void weightsAreProportionsAndEvenlySpread() {
		this.keys = List.of(new ApiKey("a", "secret-a", 3), new ApiKey("b", "secret-b", 1));
		List<String> names = next(400);
		assertThat(names).filteredOn("a"::equals).hasSize(300);
		for (int i = 0; i < 400; i += 4) {
			assertThat(names.subList(i, i + 4)).contains("b");
		}
	}

	@Test
	void weightsHoldAmongThoseThatDoNotRest() {
		this.keys = List.of(new ApiKey("a", "secret-a", 2), new ApiKey("b", "secret-b", 1),
				new ApiKey("c", "secret-c", 1));
		end("c", MODEL, new Outcome("authentication", ErrorClass.KEY, null));
		assertThat(next(400)).doesNotContain("c").contains("b").filteredOn("a"::equals).hasSizeGreaterThan(190);
	}

	@Test
	void withoutKeysThereIsNone() {
		this.keys = List.of();
		assertThat(this.ring.atHand(MODEL)).isNull();
		assertThat(this.ring.fetch(MODEL).blockOptional()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "authentication, 3600", "insufficient_balance, 600", "quota_exhausted, 600" })
	void refusedKeyRestsForAllModelsAsLongAsItsClassSays(String word, int seconds) {
		Attempt attempt = end("a", MODEL, new Outcome(word, ErrorClass.KEY, null));
		assertThat(attempt.isOtherKeyReady()).isTrue();
		assertThat(this.ring.resting()).containsExactly(Map.entry("a", word));
		this.ticker.advance(Duration.ofSeconds(seconds).minusNanos(1));
		assertThat(next(4)).containsOnly("b");
		assertThat(next(4, OTHER)).containsOnly("b");
		this.ticker.advance(Duration.ofNanos(1));
		assertThat(next(2)).containsExactlyInAnyOrder("a", "b");
		assertThat(this.ring.resting()).isEmpty();
	}

	@Test
	void restsAreThoseOfTheSettings() {
		KeyRing ring = new KeyRing("p", () -> this.keys,
				new KeyRestSettings(Duration.ofSeconds(2), Duration.ofSeconds(1)), this.ticker);
		end(ring, "a", MODEL, new Outcome("authentication", ErrorClass.KEY, null));
		end(ring, "b", MODEL, new Outcome("quota_exhausted", ErrorClass.KEY, null));
		KeysRestingException all = catchThrowableOfType(KeysRestingException.class, () -> ring.atHand(MODEL));
		assertThat(all.retryAfter()).isEqualTo(Duration.ofSeconds(1));
		this.ticker.advance(Duration.ofSeconds(1));
		assertThat(ring.resting()).containsOnlyKeys("a");
		this.ticker.advance(Duration.ofSeconds(1));
		assertThat(ring.resting()).isEmpty();
	}

	@Test
	void permissionIsForOneModel() {
		end("a", MODEL, new Outcome("permission", ErrorClass.KEY, null));
		assertThat(next(4)).containsOnly("b");
		assertThat(next(2, OTHER)).containsExactlyInAnyOrder("a", "b");
		assertThat(this.ring.resting()).containsExactly(Map.entry("a/known", "permission"));
	}

	@Test
	void limitedKeyRestsForTheModelUntilTheVendorSays() {
		Attempt attempt = end("a", MODEL, limited(Duration.ofSeconds(7)));
		assertThat(attempt.isOtherKeyReady()).isTrue();
		assertThat(next(4)).containsOnly("b");
		assertThat(next(2, OTHER)).containsExactlyInAnyOrder("a", "b");
		assertThat(this.ring.resting()).containsExactly(Map.entry("a/known", "rate_limit"));
		this.ticker.advance(Duration.ofSeconds(7));
		assertThat(next(2)).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void limitedWithoutAWordOfWhenDoesNotRest() {
		Attempt attempt = end("a", MODEL, limited(null));
		assertThat(attempt.isOtherKeyReady()).isFalse();
		assertThat(next(2)).containsExactlyInAnyOrder("a", "b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "TRANSIENT", "UNREACHABLE", "REFUSED", "MODEL", "CONTEXT", "FILTERED", "CALLER", "FINAL" })
	void otherFailuresAreNotTheKeysFault(ErrorClass errorClass) {
		Attempt attempt = end("a", MODEL, new Outcome("whatever", errorClass, Duration.ofSeconds(7)));
		assertThat(attempt.isOtherKeyReady()).isFalse();
		assertThat(next(2)).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void modelsThatNobodyConfiguredShareTheirRest() {
		List<Target> unknown = IntStream.range(0, 1000)
			.mapToObj((i) -> new Target("p", "m" + i, "m" + i, null))
			.toList();
		unknown.forEach((target) -> end("a", target, limited(Duration.ofSeconds(7))));
		assertThat(this.ring.resting()).containsExactly(Map.entry("a/other", "rate_limit"));
	}

	@Test
	void longerRestWins() {
		end("a", MODEL, limited(Duration.ofSeconds(9)));
		end("a", MODEL, limited(Duration.ofSeconds(3)));
		this.ticker.advance(Duration.ofSeconds(8));
		assertThat(this.ring.resting()).containsOnlyKeys("a/known");
	}

	@Test
	void allRestingIsItsOwnErrorThatNamesKeysAndSaysWhen() {
		end("a", MODEL, new Outcome("authentication", ErrorClass.KEY, null));
		Attempt last = end("b", MODEL, limited(Duration.ofSeconds(7)));
		assertThat(last.isOtherKeyReady()).isFalse();
		KeysRestingException all = catchThrowableOfType(KeysRestingException.class, () -> this.ring.atHand(MODEL));
		assertThat(all.retryAfter()).isEqualTo(Duration.ofSeconds(7));
		assertThat(all.retryable()).isTrue();
		assertThat(all.provider()).isEqualTo("p");
		assertThat(all).hasMessageContaining("a (authentication)")
			.hasMessageContaining("b (rate_limit)")
			.hasMessageNotContaining("secret");
		assertThat(this.ring.atHand(OTHER)).as("b is free for other models").isEqualTo(new ApiKey("b", "secret-b"));
		this.ticker.advance(Duration.ofSeconds(7));
		assertThat(next(1)).containsExactly("b");
	}

	@Test
	void anotherListTakesEffectWithTheNextAttempt() {
		assertThat(next(1)).containsExactly("a");
		this.keys = List.of(new ApiKey("c", "secret-c"));
		assertThat(next(2)).containsExactly("c", "c");
		assertThat(this.ring.names()).containsExactly("c");
	}

	@Test
	void replacedKeyDoesNotInheritTheRest() {
		end("a", MODEL, new Outcome("authentication", ErrorClass.KEY, null));
		end("b", MODEL, new Outcome("authentication", ErrorClass.KEY, null));
		assertThatExceptionOfType(KeysRestingException.class).isThrownBy(() -> this.ring.atHand(MODEL));
		this.keys = List.of(new ApiKey("a", "secret-new"), this.keys.get(1));
		assertThat(next(3)).containsOnly("a");
		assertThat(this.ring.resting()).as("b is still the same key").containsOnlyKeys("b");
	}

	@Test
	void keysThatWereTakenAwayStaySecretForAnHour() {
		next(1);
		this.keys = List.of(new ApiKey("c", "secret-c"));
		next(1);
		assertThat(this.ring.secrets()).containsExactlyInAnyOrder("secret-a", "secret-b", "secret-c");
		this.ticker.advance(Duration.ofMinutes(59));
		this.keys = List.of(new ApiKey("d", "secret-d"));
		next(1);
		assertThat(this.ring.secrets()).containsExactlyInAnyOrder("secret-a", "secret-b", "secret-c", "secret-d");
		this.ticker.advance(Duration.ofMinutes(1));
		this.keys = List.of(new ApiKey("a", "secret-a"));
		next(1);
		assertThat(this.ring.secrets()).containsExactlyInAnyOrder("secret-a", "secret-c", "secret-d");
	}

	@Test
	void onlyNamesAreShown() {
		next(1);
		end("a", MODEL, limited(Duration.ofSeconds(7)));
		assertThat(this.ring.toString() + this.ring.names() + this.ring.resting() + this.keys).doesNotContain("secret");
	}

	private List<String> next(int count) {
		return next(count, MODEL);
	}

	private List<String> next(int count, Target target) {
		List<String> names = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			names.add(this.ring.atHand(target).name());
		}
		return names;
	}

	private Attempt end(String key, Target target, Outcome outcome) {
		return end(this.ring, key, target, outcome);
	}

	/**
	 * Send an attempt with a key and let it end.
	 */
	private Attempt end(KeyRing ring, String name, Target target, Outcome outcome) {
		Map<String, ApiKey> byName = new LinkedHashMap<>();
		this.keys.forEach((key) -> byName.put(key.name(), key));
		ring.atHand(new Target("p", "asked", "asked", null));
		Attempt attempt = Attempt.of(call(target), this.ticker);
		ring.watch(attempt, byName.get(name));
		attempt.end(outcome);
		return attempt;
	}

	private ChatCall call(Target target) {
		ChatCompletionRequest request = ChatCompletionRequest.builder().model("m").user("Hello").build();
		return ChatCall.start(request, null, this.ticker)
			.withWay(new ChatCall.Way(target, Long.MAX_VALUE, new AttemptBudget(0, 0, 1, 1, this.ticker)));
	}

	private static Outcome limited(Duration retryAfter) {
		return new Outcome("rate_limit", ErrorClass.LIMITED, retryAfter);
	}

	private static Target target(String model) {
		return new Target("p", model, model, ModelInfo.builder("v", model).build());
	}

	@Test
	void allKeysCanBeWoken() {
		end("a", MODEL, new Outcome("authentication", ErrorClass.KEY, null));
		end("b", MODEL, limited(Duration.ofSeconds(7)));
		assertThatExceptionOfType(KeysRestingException.class).isThrownBy(() -> this.ring.atHand(MODEL));
		this.ring.wake();
		assertThat(this.ring.resting()).isEmpty();
		assertThat(next(2)).containsExactlyInAnyOrder("a", "b");
	}

}
