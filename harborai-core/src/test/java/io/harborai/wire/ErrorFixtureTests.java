package io.harborai.wire;

import java.util.stream.Stream;

import io.harborai.error.ErrorCategory;
import io.harborai.fixture.Fixture;
import io.harborai.fixture.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every error body in the fixtures, read and classified.
 */
class ErrorFixtureTests {

	static Stream<Fixture> errors() {
		return Fixtures.where((fixture) -> fixture.isError() && fixture.expect().containsKey("category"));
	}

	static Stream<Fixture> errorsInside200() {
		return errors().filter((fixture) -> fixture.status() == 200);
	}

	@ParameterizedTest
	@MethodSource("errors")
	void isClassified(Fixture fixture) {
		ErrorTable table = Vendors.errors(fixture.vendor());
		ErrorBody body = ErrorBody.read(fixture.bytes(), 0, fixture.bytes().length);
		ErrorCategory category = table.classify(fixture.status(), body);
		assertThat(category).hasToString(fixture.expected("category"));
		if (fixture.expect().containsKey("retryable")) {
			assertThat(category.retryable()).isEqualTo(fixture.expect().get("retryable"));
		}
		if (fixture.expect().containsKey("hint")) {
			assertThat(table.isWrongPath(fixture.status(), body)).isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("errorsInside200")
	void isFoundWhereACompletionWasExpected(Fixture fixture) {
		assertThatExceptionOfType(VendorErrorException.class)
			.isThrownBy(() -> Vendors.reader(fixture.vendor())
				.readCompletion(fixture.bytes(), 0, fixture.bytes().length, Vendors.META))
			.satisfies((ex) -> assertThat(Vendors.errors(fixture.vendor()).classify(200, ex.body()))
				.hasToString(fixture.expected("category")));
	}

	@Test
	void noFixtureIsLeftOut() {
		assertThat(errors()).hasSizeGreaterThanOrEqualTo(80);
		assertThat(errorsInside200()).hasSizeGreaterThanOrEqualTo(7);
	}

}
