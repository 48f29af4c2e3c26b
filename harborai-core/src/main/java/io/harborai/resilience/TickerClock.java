package io.harborai.resilience;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import io.harborai.call.Ticker;

/**
 * The ticker as Resilience4j wants it: a clock that never jumps, and that doesn't know
 * what time it is.
 */
final class TickerClock extends Clock {

	private final Ticker ticker;

	TickerClock(Ticker ticker) {
		this.ticker = ticker;
	}

	@Override
	public Instant instant() {
		return Instant.EPOCH.plusNanos(this.ticker.nanoTime());
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
