package io.harborai.test.cassette;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a cassette is recorded or replayed.
 */
final class RecordingPolicy {

	static final String PROPERTY = "harborai.cassettes";

	private final Lookup properties;

	private final Lookup environment;

	/**
	 * Create a policy.
	 * @param properties where the mode for the whole run is looked up
	 * @param environment where {@code CI} is looked up
	 */
	RecordingPolicy(Lookup properties, Lookup environment) {
		this.properties = properties;
		this.environment = environment;
	}

	static RecordingPolicy ofSystem() {
		return new RecordingPolicy(System::getProperty, System::getenv);
	}

	/**
	 * Decide.
	 * @param name the cassette's name
	 * @param declared what the test says
	 * @param exists whether there is a file
	 * @return whether to record
	 * @throws CassetteException if neither recording nor replaying is possible
	 */
	boolean records(String name, CassetteMode declared, boolean exists) {
		CassetteMode mode = mode(declared);
		if (mode == CassetteMode.REPLAY && !exists) {
			throw new CassetteException("Cassette '" + name + "' doesn't exist. Record it with a real key and -D"
					+ PROPERTY + "=record, and commit the file.");
		}
		boolean records = mode == CassetteMode.RECORD || !exists;
		if (records && inCi()) {
			throw new CassetteException(
					"Cassette '" + name + "' " + (exists ? "is to be recorded" : "doesn't exist and would be recorded")
							+ ", which is refused in CI (CI=" + this.environment.find("CI")
							+ "). Record it on your own machine with a real key, and commit the file.");
		}
		return records;
	}

	/**
	 * Whether recording may happen at all, so that real keys are wanted.
	 * @param declared what the test says
	 * @param exists whether there is a file
	 * @return whether to expect a recording
	 */
	boolean mayRecord(CassetteMode declared, boolean exists) {
		CassetteMode mode = mode(declared);
		return !inCi() && (mode == CassetteMode.RECORD || (mode == CassetteMode.AUTO && !exists));
	}

	private CassetteMode mode(CassetteMode declared) {
		String value = this.properties.find(PROPERTY);
		if (value == null || value.isBlank()) {
			return declared;
		}
		return switch (value.strip().toLowerCase(Locale.ROOT)) {
			case "auto" -> CassetteMode.AUTO;
			case "record" -> CassetteMode.RECORD;
			case "replay" -> CassetteMode.REPLAY;
			default -> throw new CassetteException(
					PROPERTY + " is '" + value + "'. It must be one of record, replay and auto.");
		};
	}

	private boolean inCi() {
		String value = this.environment.find("CI");
		return value != null && !value.isBlank() && !value.equalsIgnoreCase("false") && !value.equals("0");
	}

	/**
	 * Looks up a value by its name.
	 */
	@FunctionalInterface
	interface Lookup {

		/**
		 * Look up a value.
		 * @param name the name
		 * @return the value, null if there is none
		 */
		@Nullable String find(String name);

	}

}
