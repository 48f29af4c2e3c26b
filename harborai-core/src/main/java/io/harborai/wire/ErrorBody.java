package io.harborai.wire;

import org.jspecify.annotations.Nullable;

/**
 * A vendor's error as data, whatever shape it came in. The texts are the vendor's own and
 * may hold keys or prompts: {@link Scrubber} comes before anybody sees them.
 *
 * @param message what the vendor says, null if it says nothing readable
 * @param type the vendor's class of error, null if it has none
 * @param code the vendor's code as text, null if it has none
 * @param param the parameter that the vendor blames, null if it names none
 * @param status the HTTP status that the body itself names, null if it names none
 * @param requestId the vendor's id of the request, null if the body has none
 */
public record ErrorBody(@Nullable String message, @Nullable String type, @Nullable String code, @Nullable String param,
		@Nullable Integer status, @Nullable String requestId) {

	/** A body that says nothing. */
	public static final ErrorBody NONE = new ErrorBody(null, null, null, null, null, null);

	/**
	 * Read the body of an answer that is known to be an error.
	 * @param bytes holds the body
	 * @param offset where it starts
	 * @param length how long it is
	 * @return what could be read, {@link #NONE} for an empty body or HTML; never throws
	 */
	public static ErrorBody read(byte[] bytes, int offset, int length) {
		return ErrorBodyReader.read(bytes, offset, length);
	}

	/**
	 * Look for an error where an answer was expected.
	 * @param bytes holds the body or the event's data
	 * @param offset where it starts
	 * @param length how long it is
	 * @return the error, null if there is none in it; never throws
	 */
	public static @Nullable ErrorBody find(byte[] bytes, int offset, int length) {
		return ErrorBodyReader.find(PlainJson.read(bytes, offset, length));
	}

	/**
	 * Whether nothing could be read.
	 * @return whether every field is null
	 */
	public boolean isEmpty() {
		return equals(NONE);
	}

	@Override
	public String toString() {
		return "ErrorBody[" + this.type + ", " + this.code + ", " + this.status + "]";
	}

}
