package io.harborai.simulator;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When the parts of an answer are sent; what is {@code null} is taken from the server's
 * own settings.
 *
 * @param latency the time before the response's head
 * @param firstToken the time between the head, or the last keep-alive, and the first
 * event
 * @param tokensPerSecond the pace of a stream, 0 for as fast as it goes
 * @param keepAlives how many keep-alives come before the first event
 * @param keepAliveInterval the time before each of them
 */
record Timing(@Nullable Duration latency, @Nullable Duration firstToken, @Nullable Double tokensPerSecond,
		int keepAlives, Duration keepAliveInterval) {

	static final Timing UNSET = new Timing(null, null, null, 0, Duration.ZERO);

	Timing withLatency(Duration latency) {
		return new Timing(latency, this.firstToken, this.tokensPerSecond, this.keepAlives, this.keepAliveInterval);
	}

	Timing withFirstToken(Duration firstToken) {
		return new Timing(this.latency, firstToken, this.tokensPerSecond, this.keepAlives, this.keepAliveInterval);
	}

	Timing withTokensPerSecond(double tokensPerSecond) {
		return new Timing(this.latency, this.firstToken, tokensPerSecond, this.keepAlives, this.keepAliveInterval);
	}

	Timing withKeepAlives(int keepAlives, Duration interval) {
		return new Timing(this.latency, this.firstToken, this.tokensPerSecond, keepAlives, interval);
	}

	/**
	 * Fill in what is unset.
	 * @param other where from
	 * @return the whole
	 */
	Timing orElse(Timing other) {
		return new Timing((this.latency != null) ? this.latency : other.latency,
				(this.firstToken != null) ? this.firstToken : other.firstToken,
				(this.tokensPerSecond != null) ? this.tokensPerSecond : other.tokensPerSecond, this.keepAlives,
				this.keepAliveInterval);
	}

	long latencyNanos() {
		return (this.latency != null) ? this.latency.toNanos() : 0;
	}

	long firstTokenNanos() {
		return (this.firstToken != null) ? this.firstToken.toNanos() : 0;
	}

	double pace() {
		return (this.tokensPerSecond != null) ? this.tokensPerSecond : 0;
	}

}
