package io.harborai.benchmarks.runner;

import java.util.Arrays;

/**
 * A row of the table: what all clients do while they are measured.
 */
enum Row {

	CALL_20("call-20", "call, 20 at once", Kind.CALL, 20, "now"),

	CALL_200("call-200", "call, 200 at once", Kind.CALL, 200, "now"),

	CALL_1000("call-1000-50ms", "call, 1 000 at once on a 50 ms vendor", Kind.CALL, 1000, "delay-50"),

	CALL_1("call-1", "call, one at a time", Kind.CALL, 1, "now"),

	STREAM_FULL("stream-full-20", "stream at full speed, 20 at once", Kind.STREAM, 20, "burst-1000"),

	STREAM_PACED("stream-paced-50", "stream at 200 chunks/s, 50 at once", Kind.STREAM, 50, "paced-5-400"),

	STREAM_CONNECTIONS("stream-connections", "streamed calls that need a new connection", Kind.STREAM, 20, "burst-20"),

	MODELS("models", "list of the models", Kind.MODELS, 1, "now");

	private final String id;

	private final String title;

	private final Kind kind;

	private final int atOnce;

	private final String script;

	Row(String id, String title, Kind kind, int atOnce, String script) {
		this.id = id;
		this.title = title;
		this.kind = kind;
		this.atOnce = atOnce;
		this.script = script;
	}

	static Row of(String id) {
		return Arrays.stream(values())
			.filter((row) -> row.id.equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no row '" + id + "'"));
	}

	String id() {
		return this.id;
	}

	String title() {
		return this.title;
	}

	Kind kind() {
		return this.kind;
	}

	int atOnce() {
		return this.atOnce;
	}

	String script() {
		return this.script;
	}

	boolean takes(Contender contender) {
		return switch (contender) {
			case HARBORAI_OFF, HARBORAI_OBSERVED -> this == CALL_20 || this == CALL_1 || this == STREAM_PACED;
			case HARBORAI_NO_REUSE, HARBORAI_NO_ROUTES -> this == CALL_20;
			case HARBORAI_FOUR, HARBORAI_EAGER -> false;
			default -> this != MODELS || contender == Contender.RAW || contender.isOurs();
		};
	}

	/**
	 * What a client does.
	 */
	enum Kind {

		CALL, STREAM, MODELS

	}

}
