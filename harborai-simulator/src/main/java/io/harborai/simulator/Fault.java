package io.harborai.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BiFunction;

/**
 * The kinds of fault that {@link SimulatedVendor#chaos(FaultMix)} mixes in. Those that
 * act inside a body do so after a few tokens, at a place drawn at random.
 */
public enum Fault {

	/**
	 * The head comes 100 ms late.
	 */
	LATE((reply, tokens) -> reply.latency(Duration.ofMillis(100))),

	/**
	 * The first token comes 100 ms after the head.
	 */
	LATE_FIRST_TOKEN((reply, tokens) -> reply.firstToken(Duration.ofMillis(100))),

	/**
	 * Three keep-alives come before the body.
	 */
	KEEP_ALIVES((reply, tokens) -> reply.keepAlives(3, Duration.ofMillis(5))),

	/**
	 * Every byte of the body comes alone.
	 */
	ONE_BYTE_AT_A_TIME((reply, tokens) -> reply.chunking(Chunking.oneByte())),

	/**
	 * Status 429 with {@code Retry-After: 0}.
	 */
	RATE_LIMITED((reply, tokens) -> Reply.status(429).retryAfter(Duration.ZERO)),

	/**
	 * Status 500 with the vendor's body.
	 */
	SERVER_ERROR((reply, tokens) -> Reply.status(500)),

	/**
	 * Status 502 with a proxy's HTML.
	 */
	BAD_GATEWAY((reply, tokens) -> Reply.raw(502, "text/html",
			"<html><body>502 Bad Gateway</body></html>".getBytes(StandardCharsets.UTF_8))),

	/**
	 * Status 503 with the vendor's body.
	 */
	OVERLOADED((reply, tokens) -> Reply.status(503)),

	/**
	 * Status 200 with a page of HTML.
	 */
	HTML((reply, tokens) -> Reply.html()),

	/**
	 * Status 200 without a body.
	 */
	EMPTY((reply, tokens) -> Reply.empty()),

	/**
	 * Bytes that are not HTTP.
	 */
	GARBAGE((reply, tokens) -> Reply.garbage()),

	/**
	 * The connection is closed without a response.
	 */
	CLOSE_AT_ONCE((reply, tokens) -> Reply.closeAtOnce()),

	/**
	 * The connection is reset without a response.
	 */
	RESET_AT_ONCE((reply, tokens) -> Reply.resetAtOnce()),

	/**
	 * No response on an open connection.
	 */
	NEVER_ANSWER((reply, tokens) -> Reply.neverAnswer()),

	/**
	 * The body falls silent on an open connection.
	 */
	STALL(Reply::stallAfter),

	/**
	 * The connection is reset within the body.
	 */
	RESET(Reply::resetAfter),

	/**
	 * The body ends cleanly but too early.
	 */
	TRUNCATE(Reply::truncateAfter),

	/**
	 * The connection is closed within an HTTP chunk.
	 */
	CUT(Reply::cutAfter),

	/**
	 * The vendor's error event comes within the stream.
	 */
	ERROR_EVENT((reply, tokens) -> reply.errorEventAfter(tokens, "internal_error", "Internal error")),

	/**
	 * The stream ends without {@code [DONE]}.
	 */
	NO_DONE((reply, tokens) -> reply.noDone()),

	/**
	 * The body doesn't end after {@code [DONE]}.
	 */
	DONE_THEN_KEEP_OPEN((reply, tokens) -> reply.doneThenKeepOpen()),

	/**
	 * More data comes after {@code [DONE]}.
	 */
	JUNK_AFTER_DONE((reply, tokens) -> reply.junkAfterDone("data: {}\n\n".getBytes(StandardCharsets.UTF_8)));

	private final BiFunction<Reply, Integer, Reply> effect;

	Fault(BiFunction<Reply, Integer, Reply> effect) {
		this.effect = effect;
	}

	/**
	 * Return a reply with this fault.
	 * @param reply the healthy reply
	 * @param tokens where a fault inside the body acts
	 * @return the faulty reply
	 */
	public Reply applyTo(Reply reply, int tokens) {
		return this.effect.apply(reply, tokens);
	}

}
