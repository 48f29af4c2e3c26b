package io.harborai.test.cassette;

/**
 * What to do with a cassette. The system property {@code harborai.cassettes}
 * ({@code record}, {@code replay} or {@code auto}) overrides what a test says.
 */
public enum CassetteMode {

	/** Replay if the cassette's file exists, else record. */
	AUTO,

	/** Record, and replace the file. Refused where the variable {@code CI} is set. */
	RECORD,

	/** Replay, and fail if the file doesn't exist. */
	REPLAY

}
