package io.harborai.test.cassette;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is on a cassette.
 *
 * @param exchanges the exchanges in the order of their requests
 */
record Tape(List<Exchange> exchanges) {

	Tape {
		exchanges = List.copyOf(exchanges);
	}

	/**
	 * A request and its answer.
	 *
	 * @param request the request
	 * @param answer the answer
	 */
	record Exchange(Request request, Answer answer) {
	}

	/**
	 * A request, without secrets.
	 *
	 * @param provider the provider that it was sent to
	 * @param method the HTTP method
	 * @param path the path at the vendor, query included
	 * @param contentType the body's type, null if there is none
	 * @param body the body as JSON values, as a string if it isn't JSON, null if there is
	 * none
	 */
	record Request(String provider, String method, String path, @Nullable String contentType, @Nullable Object body) {
	}

	/**
	 * An answer, without secrets.
	 *
	 * @param status the HTTP status
	 * @param latencyMillis from the request's end to the answer's head
	 * @param headers the headers worth keeping
	 * @param chunks the body in the pieces that came
	 * @param ending how the body ended
	 */
	record Answer(int status, long latencyMillis, Map<String, String> headers, List<Chunk> chunks, Ending ending) {
	}

	/**
	 * A piece of a body.
	 *
	 * @param delayMillis the time since the piece, or the head, before it
	 * @param bytes the piece
	 */
	record Chunk(long delayMillis, byte[] bytes) {
	}

	/**
	 * How a body ended.
	 */
	enum Ending {

		/** As HTTP wants it. */
		COMPLETE,

		/** The vendor's connection broke. */
		CUT,

		/** The client went away; the vendor would have gone on. */
		CANCELLED

	}

}
