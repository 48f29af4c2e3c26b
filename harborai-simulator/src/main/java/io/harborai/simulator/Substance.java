package io.harborai.simulator;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What kind of thing a {@link Reply} is.
 */
sealed interface Substance {

	/**
	 * A real answer to the request.
	 *
	 * @param content what it says
	 */
	record Answer(Content content) implements Substance {
	}

	/**
	 * The vendor's error for a status.
	 *
	 * @param status the status
	 * @param code the vendor's code; {@code null} for the one that belongs to the status
	 * @param message the vendor's message; {@code null} for the one that belongs to the
	 * status
	 */
	record Failure(int status, @Nullable String code, @Nullable String message) implements Substance {
	}

	/**
	 * Bytes of the test's own in a regular HTTP response.
	 *
	 * @param status the status
	 * @param contentType the media type; {@code null} for none
	 * @param body the bytes
	 * @param stream whether they are an event stream
	 */
	record Verbatim(int status, @Nullable String contentType, byte[] body, boolean stream) implements Substance {
	}

	/**
	 * Bytes instead of an HTTP response; the connection is closed after them.
	 *
	 * @param bytes the bytes
	 */
	record NotHttp(byte[] bytes) implements Substance {
	}

	/**
	 * No response: the connection is closed or reset.
	 *
	 * @param reset whether by a reset
	 */
	record HangUp(boolean reset) implements Substance {
	}

	/**
	 * No response, and the connection stays open.
	 */
	record Silence() implements Substance {
	}

	/**
	 * Another reply, chosen by what the request says.
	 *
	 * @param choice from the request to the reply
	 */
	record Chosen(Function<RecordedRequest, Reply> choice) implements Substance {
	}

}
