package io.harborai.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Describes one response of a {@link SimulatedVendor}: what it says, how fast, and how it
 * goes wrong. Immutable; every method returns a copy, so a reply can be kept and varied.
 * <p>
 * Faults and gates take a position. In an event stream it counts tokens: deltas that
 * carry text, reasoning or a piece of a tool call. In any other body it counts bytes, and
 * never reaches the body's last byte, so that a fault always shows. The last fault given
 * wins.
 */
public final class Reply {

	private static final String HTML = """
			<!DOCTYPE html>
			<html><head><title>Sign in to the network</title></head>
			<body><h1>Sign in</h1><p>This is not the page that you asked for.</p></body></html>
			""";

	private final Substance substance;

	private final Map<String, String> headers;

	private final Timing timing;

	private final Ending ending;

	private final List<Hold> holds;

	private final Chunking chunking;

	private Reply(Substance substance, Map<String, String> headers, Timing timing, Ending ending, List<Hold> holds,
			Chunking chunking) {
		this.substance = substance;
		this.headers = headers;
		this.timing = timing;
		this.ending = ending;
		this.holds = holds;
		this.chunking = chunking;
	}

	private static Reply of(Substance substance) {
		return new Reply(substance, Map.of(), Timing.UNSET, Ending.REGULAR, List.of(), Chunking.whole());
	}

	/**
	 * A real answer in the dialect of the request: a completion, or a stream if one was
	 * asked for. What isn't fixed by {@link #text(String)} and its like is made up from
	 * the request.
	 * @return the reply
	 */
	public static Reply answer() {
		return of(new Substance.Answer(Content.INVENTED));
	}

	/**
	 * An error with the body, code and headers that the vendor of the request's dialect
	 * uses for this status.
	 * @param status the HTTP status, 400 or above
	 * @return the reply
	 */
	public static Reply status(int status) {
		return of(new Substance.Failure(status, null, null));
	}

	/**
	 * An error in the vendor's envelope with a code and a message of one's own.
	 * @param status the HTTP status, 400 or above
	 * @param code the vendor's code
	 * @param message the message
	 * @return the reply
	 */
	public static Reply error(int status, String code, String message) {
		return of(new Substance.Failure(status, code, message));
	}

	/**
	 * A response with these bytes.
	 * @param status the HTTP status
	 * @param contentType the media type; empty for none
	 * @param body the bytes
	 * @return the reply
	 */
	public static Reply raw(int status, String contentType, byte[] body) {
		return of(new Substance.Verbatim(status, contentType.isEmpty() ? null : contentType, body.clone(), false));
	}

	/**
	 * An event stream with exactly these bytes. Faults and gates count its events.
	 * @param events the whole body, line ends included
	 * @return the reply
	 */
	public static Reply sse(String events) {
		return sse(events.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * An event stream with exactly these bytes, which need not be UTF-8. Faults and gates
	 * count its events.
	 * @param events the whole body
	 * @return the reply
	 */
	public static Reply sse(byte[] events) {
		return of(new Substance.Verbatim(200, "text/event-stream", events.clone(), true));
	}

	/**
	 * A page of HTML with status 200, as a proxy or a hotel's network sends it.
	 * @return the reply
	 */
	public static Reply html() {
		return raw(200, "text/html; charset=utf-8", HTML.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Status 200 without a body.
	 * @return the reply
	 */
	public static Reply empty() {
		return raw(200, "", new byte[0]);
	}

	/**
	 * Bytes that are not HTTP, then the end of the connection.
	 * @return the reply
	 */
	public static Reply garbage() {
		return of(new Substance.NotHttp(
				new byte[] { 0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28, '\r', '\n', (byte) 0xFF, '\r', '\n', '\n' }));
	}

	/**
	 * No response; the connection is closed.
	 * @return the reply
	 */
	public static Reply closeAtOnce() {
		return of(new Substance.HangUp(false));
	}

	/**
	 * No response; the connection is reset.
	 * @return the reply
	 */
	public static Reply resetAtOnce() {
		return of(new Substance.HangUp(true));
	}

	/**
	 * No response; the connection stays open and silent.
	 * @return the reply
	 */
	public static Reply neverAnswer() {
		return of(new Substance.Silence());
	}

	/**
	 * An answer that waits at a gate before its head is sent.
	 * @param gate the gate
	 * @return the reply
	 */
	public static Reply gate(Gate gate) {
		return answer().holdAfter(Integer.MIN_VALUE, gate);
	}

	/**
	 * A reply that is chosen when the request is there, by what it says. The choice runs
	 * on an event loop: it must not block.
	 * @param choice from the request to its reply
	 * @return the reply
	 */
	public static Reply script(Function<RecordedRequest, Reply> choice) {
		return of(new Substance.Chosen(choice));
	}

	/**
	 * Say this.
	 * @param text the answer's text
	 * @return the reply
	 */
	public Reply text(String text) {
		return with(content().withText(text));
	}

	/**
	 * Show this as reasoning, in dialects that show reasoning.
	 * @param reasoning the reasoning
	 * @return the reply
	 */
	public Reply reasoning(String reasoning) {
		return with(content().withReasoning(reasoning));
	}

	/**
	 * Call a tool; more than one call adds up.
	 * @param name the tool's name
	 * @param argumentsJson the arguments, sent as they are
	 * @return the reply
	 */
	public Reply toolCall(String name, String argumentsJson) {
		return with(content().withCall(new ToolInvocation(name, argumentsJson)));
	}

	/**
	 * End with this finish reason.
	 * @param finish the vendor's word, sent as it is
	 * @return the reply
	 */
	public Reply finish(String finish) {
		return with(content().withFinish(finish));
	}

	/**
	 * Report these token counts.
	 * @param prompt the tokens read
	 * @param completion the tokens written
	 * @return the reply
	 */
	public Reply usage(long prompt, long completion) {
		return usage(prompt, completion, 0, 0);
	}

	/**
	 * Report these token counts.
	 * @param prompt the tokens read
	 * @param completion the tokens written, reasoning included
	 * @param cached how many of the prompt's came from the cache
	 * @param reasoning how many of the completion's were reasoning
	 * @return the reply
	 */
	public Reply usage(long prompt, long completion, long cached, long reasoning) {
		return with(content().withUsage(new TokenUsage(prompt, completion, cached, reasoning)));
	}

	/**
	 * Report no token counts even when they are asked for.
	 * @return the reply
	 */
	public Reply noUsage() {
		return with(content().withoutUsage());
	}

	/**
	 * Wait before the response's head.
	 * @param latency how long
	 * @return the reply
	 */
	public Reply latency(Duration latency) {
		return with(this.timing.withLatency(latency));
	}

	/**
	 * Wait after the head, before the first byte of the body.
	 * @param firstToken how long
	 * @return the reply
	 */
	public Reply firstToken(Duration firstToken) {
		return with(this.timing.withFirstToken(firstToken));
	}

	/**
	 * Set the pace. A stream sends its tokens evenly; an answer in one piece comes as
	 * late as its last token would.
	 * @param tokensPerSecond the tokens a second; 0 for as fast as it goes
	 * @return the reply
	 */
	public Reply tokensPerSecond(double tokensPerSecond) {
		return with(this.timing.withTokensPerSecond(tokensPerSecond));
	}

	/**
	 * Send keep-alives after the head: comments in a stream, blank lines before any other
	 * body, as DeepSeek does while a request queues.
	 * @param count how many
	 * @param interval the time before each
	 * @return the reply
	 */
	public Reply keepAlives(int count, Duration interval) {
		return with(this.timing.withKeepAlives(count, interval));
	}

	/**
	 * Fall silent after some tokens; the connection stays open.
	 * @param tokens how many are sent
	 * @return the reply
	 */
	public Reply stallAfter(int tokens) {
		return with(new Ending.Stall(atLeastZero(tokens)));
	}

	/**
	 * Reset the connection after some tokens.
	 * @param tokens how many are sent
	 * @return the reply
	 */
	public Reply resetAfter(int tokens) {
		return with(new Ending.Reset(atLeastZero(tokens)));
	}

	/**
	 * End the body cleanly after some tokens, without finish reason and {@code [DONE]}.
	 * @param tokens how many are sent
	 * @return the reply
	 */
	public Reply truncateAfter(int tokens) {
		return with(new Ending.Truncate(atLeastZero(tokens)));
	}

	/**
	 * Close the connection in the middle of an HTTP chunk after some tokens, or short of
	 * the promised length.
	 * @param tokens how many are sent
	 * @return the reply
	 */
	public Reply cutAfter(int tokens) {
		return with(new Ending.Cut(atLeastZero(tokens)));
	}

	/**
	 * Send the vendor's error event after some tokens and end the body there. An answer
	 * in one piece becomes an error body with status 200.
	 * @param tokens how many are sent
	 * @param code the vendor's code
	 * @param message the message
	 * @return the reply
	 */
	public Reply errorEventAfter(int tokens, String code, String message) {
		return with(new Ending.ErrorEvent(atLeastZero(tokens), code, message));
	}

	/**
	 * End a stream after its finish reason, without {@code [DONE]}.
	 * @return the reply
	 */
	public Reply noDone() {
		return with(new Ending.NoDone());
	}

	/**
	 * Send {@code [DONE]} but never end the body.
	 * @return the reply
	 */
	public Reply doneThenKeepOpen() {
		return with(new Ending.DoneThenKeepOpen());
	}

	/**
	 * Send these bytes after {@code [DONE]}, then end the body.
	 * @param junk the bytes
	 * @return the reply
	 */
	public Reply junkAfterDone(byte[] junk) {
		return with(new Ending.JunkAfterDone(junk.clone()));
	}

	/**
	 * Wait at a gate after some tokens; several gates may follow each other.
	 * @param tokens how many are sent before
	 * @param gate the gate
	 * @return the reply
	 */
	public Reply holdAfter(int tokens, Gate gate) {
		List<Hold> all = new ArrayList<>(this.holds);
		all.add(new Hold(tokens, gate));
		all.sort(Comparator.comparingInt(Hold::after));
		return new Reply(this.substance, this.headers, this.timing, this.ending, List.copyOf(all), this.chunking);
	}

	/**
	 * Cut the body's bytes into pieces in another way.
	 * @param chunking how
	 * @return the reply
	 */
	public Reply chunking(Chunking chunking) {
		return new Reply(this.substance, this.headers, this.timing, this.ending, this.holds, chunking);
	}

	/**
	 * Set a header, in place of the vendor's own of that name. {@code Connection: close}
	 * also closes the connection.
	 * @param name the name
	 * @param value the value
	 * @return the reply
	 */
	public Reply header(String name, String value) {
		Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		all.putAll(this.headers);
		all.put(name, value);
		return new Reply(this.substance, Collections.unmodifiableMap(all), this.timing, this.ending, this.holds,
				this.chunking);
	}

	/**
	 * Set {@code Retry-After} in whole seconds, rounded up.
	 * @param delay how long the client shall wait
	 * @return the reply
	 */
	public Reply retryAfter(Duration delay) {
		return header("Retry-After", Long.toString(delay.plusMillis(999).toSeconds()));
	}

	Substance substance() {
		return this.substance;
	}

	Map<String, String> headers() {
		return this.headers;
	}

	Timing timing() {
		return this.timing;
	}

	Ending ending() {
		return this.ending;
	}

	List<Hold> holds() {
		return this.holds;
	}

	Chunking chunks() {
		return this.chunking;
	}

	Reply with(Timing timing) {
		return new Reply(this.substance, this.headers, timing, this.ending, this.holds, this.chunking);
	}

	private Reply with(Ending ending) {
		return new Reply(this.substance, this.headers, this.timing, ending, this.holds, this.chunking);
	}

	private Reply with(Content content) {
		return new Reply(new Substance.Answer(content), this.headers, this.timing, this.ending, this.holds,
				this.chunking);
	}

	private Content content() {
		if (this.substance instanceof Substance.Answer answer) {
			return answer.content();
		}
		throw new IllegalStateException("only Reply.answer() has content to set");
	}

	private static int atLeastZero(int tokens) {
		if (tokens < 0) {
			throw new IllegalArgumentException("tokens must not be negative but is " + tokens);
		}
		return tokens;
	}

}
