package io.harborai.test.cassette;

import java.util.List;

/**
 * Tells why a request is not on a tape.
 *
 * @param sent the request
 * @param left the recorded requests that nobody has sent yet
 * @param taken the recorded requests that were answered
 */
record Mismatch(Tape.Request sent, List<Tape.Request> left, List<Tape.Request> taken) {

	private static final int DIFFERENCES = 3;

	static boolean same(Tape.Request recorded, Tape.Request sent) {
		return sameAddress(recorded, sent) && JsonDifference.equal(recorded.body(), sent.body());
	}

	private static boolean sameAddress(Tape.Request recorded, Tape.Request sent) {
		return recorded.provider().equals(sent.provider()) && recorded.method().equals(sent.method())
				&& recorded.path().equals(sent.path());
	}

	/**
	 * Describe the reason.
	 * @return the rest of a sentence about the cassette, and perhaps more
	 */
	String describe() {
		String start = "has no answer for request " + (this.taken.size() + 1) + ", " + this.sent.method() + ' '
				+ this.sent.path() + " to provider '" + this.sent.provider() + "'. ";
		long times = this.taken.stream().filter((recorded) -> same(recorded, this.sent)).count();
		if (times > 0) {
			return start + "The same request was recorded " + ((times == 1) ? "once" : times + " times")
					+ " and is sent once more.";
		}
		if (this.left.isEmpty()) {
			return start + "All " + this.taken.size() + " recorded requests have been answered.";
		}
		return start + this.left.stream()
			.filter((recorded) -> sameAddress(recorded, this.sent))
			.findFirst()
			.map(this::bodies)
			.orElseGet(() -> address(this.left.get(0)));
	}

	private String bodies(Tape.Request recorded) {
		return "Its body differs from the recorded one: "
				+ String.join("; ", JsonDifference.between(recorded.body(), this.sent.body(), DIFFERENCES)) + ".";
	}

	private String address(Tape.Request recorded) {
		return "The next recorded request is " + recorded.method() + ' ' + recorded.path() + " to provider '"
				+ recorded.provider() + "'.";
	}

}
