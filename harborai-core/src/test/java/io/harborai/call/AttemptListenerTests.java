package io.harborai.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is told of an attempt's end.
 */
class AttemptListenerTests {

	private final List<String> told = new ArrayList<>();

	private final Attempt attempt = Attempt.outsideCall("p", Duration.ofMinutes(1), new TestTicker());

	private AttemptListener listener(String name, boolean failing) {
		return new AttemptListener() {

			@Override
			public void onEnd(Attempt attempt, Outcome outcome) {
				AttemptListenerTests.this.told.add(name);
				if (failing) {
					throw new IllegalStateException("thrown on purpose");
				}
			}

		};
	}

	@Test
	void theLastToComeIsToldFirstAndEachOnce() {
		this.attempt.listen(listener("permit", false));
		this.attempt.listen(listener("key", false));
		this.attempt.listen(listener("outcome", false));
		this.attempt.end(Outcome.OK);
		this.attempt.end(Outcome.CANCELLED);
		assertThat(this.told).containsExactly("outcome", "key", "permit");
	}

	@Test
	void oneThatFailsKeepsNobodyFromBeingTold() {
		this.attempt.listen(listener("permit", true));
		this.attempt.listen(listener("key", true));
		this.attempt.listen(listener("outcome", true));
		this.attempt.end(Outcome.OK);
		assertThat(this.told).containsExactly("outcome", "key", "permit");
	}

}
