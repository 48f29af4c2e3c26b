package io.harborai.simulator;

/**
 * How a body ends: as it should, or in one of the ways in which vendors' bodies end.
 */
sealed interface Ending {

	/**
	 * As the dialect ends it.
	 */
	Ending REGULAR = new Regular();

	/**
	 * Return whether this ending cuts in before the body's regular end.
	 * @return {@code false} for those that only change what comes at the end
	 */
	default boolean cutsIn() {
		return after() >= 0;
	}

	/**
	 * Return where the ending cuts in.
	 * @return the number of tokens, or of bytes outside a stream, before it; -1 at the
	 * regular end
	 */
	default int after() {
		return -1;
	}

	record Regular() implements Ending {
	}

	record NoDone() implements Ending {
	}

	record DoneThenKeepOpen() implements Ending {
	}

	record JunkAfterDone(byte[] junk) implements Ending {
	}

	record Stall(int after) implements Ending {
	}

	record Reset(int after) implements Ending {
	}

	record Truncate(int after) implements Ending {
	}

	record Cut(int after) implements Ending {
	}

	record ErrorEvent(int after, String code, String message) implements Ending {
	}

}
