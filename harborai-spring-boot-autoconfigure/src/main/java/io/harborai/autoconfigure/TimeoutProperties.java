package io.harborai.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The clocks of a call.
 */
public class TimeoutProperties {

	/**
	 * Time from the start of an attempt to an established connection, TLS included.
	 */
	private @Nullable Duration connect;

	/**
	 * Time from the request to the first text, reasoning or tool fragment.
	 */
	private @Nullable Duration firstToken;

	/**
	 * The same for models that reason.
	 */
	private @Nullable Duration firstTokenReasoning;

	/**
	 * Time between two events that carry something, while the reader waits for one.
	 */
	private @Nullable Duration progress;

	/**
	 * The same while the model reasons.
	 */
	private @Nullable Duration progressReasoning;

	/**
	 * Time that a whole call may take with all its attempts.
	 */
	private @Nullable Duration total;

	public @Nullable Duration getConnect() {
		return this.connect;
	}

	public void setConnect(@Nullable Duration connect) {
		this.connect = connect;
	}

	public @Nullable Duration getFirstToken() {
		return this.firstToken;
	}

	public void setFirstToken(@Nullable Duration firstToken) {
		this.firstToken = firstToken;
	}

	public @Nullable Duration getFirstTokenReasoning() {
		return this.firstTokenReasoning;
	}

	public void setFirstTokenReasoning(@Nullable Duration firstTokenReasoning) {
		this.firstTokenReasoning = firstTokenReasoning;
	}

	public @Nullable Duration getProgress() {
		return this.progress;
	}

	public void setProgress(@Nullable Duration progress) {
		this.progress = progress;
	}

	public @Nullable Duration getProgressReasoning() {
		return this.progressReasoning;
	}

	public void setProgressReasoning(@Nullable Duration progressReasoning) {
		this.progressReasoning = progressReasoning;
	}

	public @Nullable Duration getTotal() {
		return this.total;
	}

	public void setTotal(@Nullable Duration total) {
		this.total = total;
	}

}
