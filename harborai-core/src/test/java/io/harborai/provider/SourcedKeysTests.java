package io.harborai.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.harborai.error.AuthenticationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link SourcedKeys}.
 */
class SourcedKeysTests {

	private static final ApiKey GOOD = new ApiKey("good", "secret-good");

	private static final ApiKey BAD = new ApiKey("bad", "secret-bad");

	private final List<String> checked = new ArrayList<>();

	private Supplier<List<ApiKey>> source = List::of;

	private final SourcedKeys keys = keys(true);

	private SourcedKeys keys(boolean required) {
		ApiKeySource source = new ApiKeySource() {

			@Override
			public boolean serves(String provider) {
				return true;
			}

			@Override
			public List<ApiKey> keys(String provider) {
				assertThat(provider).isEqualTo("p");
				return SourcedKeysTests.this.source.get();
			}

		};
		return new SourcedKeys("p", source, (key) -> {
			this.checked.add(key.name());
			return key.name().startsWith("bad") ? "has a line break in it" : null;
		}, required);
	}

	@Test
	void equalListsAreTheSameListAndCheckedOnce() {
		this.source = () -> new ArrayList<>(List.of(GOOD));
		List<ApiKey> first = this.keys.get();
		assertThat(first).containsExactly(GOOD);
		assertThat(this.keys.get()).isSameAs(first);
		assertThat(this.checked).containsExactly("good");
	}

	@Test
	void changesShowAtOnce() {
		this.source = () -> List.of(GOOD);
		List<ApiKey> first = this.keys.get();
		this.source = () -> List.of(GOOD, new ApiKey("more", "secret-more"));
		assertThat(this.keys.get()).isNotSameAs(first).hasSize(2);
	}

	@Test
	void keysThatCannotBeOneAreLeftOut() {
		this.source = () -> List.of(BAD, GOOD);
		assertThat(this.keys.get()).containsExactly(GOOD);
	}

	@Test
	void noneThatCanBeUsedIsATypedErrorThatSaysWhy() {
		List<ApiKey> bad = List.of(BAD);
		this.source = () -> bad;
		AuthenticationException none = catchThrowableOfType(AuthenticationException.class, this.keys::get);
		assertThat(none).hasMessageContaining("'bad' has a line break in it")
			.hasMessageContaining("ApiKeySource")
			.hasMessageNotContaining("secret");
		assertThat(none.provider()).isEqualTo("p");
		assertThat(catchThrowableOfType(AuthenticationException.class, this.keys::get)).hasSameClassAs(none)
			.hasMessage(none.getMessage());
		this.source = List::of;
		assertThat(catchThrowableOfType(AuthenticationException.class, this.keys::get))
			.hasMessageContaining("it has none");
	}

	@Test
	void vendorThatAsksForNoKeyNeedsNone() {
		assertThat(keys(false).get()).isEmpty();
	}

	@Test
	void failingSourceLeavesTheKeysFromBeforeInUse() {
		this.source = () -> List.of(GOOD);
		List<ApiKey> before = this.keys.get();
		this.source = () -> {
			throw new IllegalStateException("secret-in-message");
		};
		assertThat(this.keys.get()).isSameAs(before);
		this.source = () -> null;
		assertThat(this.keys.get()).isSameAs(before);
		this.source = () -> List.of(new ApiKey("new", "secret-new"));
		assertThat(this.keys.get()).extracting(ApiKey::name).containsExactly("new");
	}

	@Test
	void sourceThatFailsFromTheStartIsATypedError() {
		this.source = () -> {
			throw new IllegalStateException("secret-in-message");
		};
		AuthenticationException none = catchThrowableOfType(AuthenticationException.class, this.keys::get);
		assertThat(none).hasMessageContaining("it failed with java.lang.IllegalStateException")
			.hasMessageNotContaining("secret")
			.hasCauseInstanceOf(IllegalStateException.class);
		this.source = () -> List.of(GOOD);
		assertThat(this.keys.get()).containsExactly(GOOD);
	}

}
