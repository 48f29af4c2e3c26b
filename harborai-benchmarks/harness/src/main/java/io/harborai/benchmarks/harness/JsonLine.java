package io.harborai.benchmarks.harness;

import java.util.Locale;

/**
 * Writes one flat JSON object on one line.
 */
public final class JsonLine {

	private final StringBuilder text = new StringBuilder("{");

	/**
	 * Add a number.
	 * @param name its name
	 * @param value the number
	 * @return this
	 */
	public JsonLine put(String name, long value) {
		name(name).append(value);
		return this;
	}

	/**
	 * Add a number, written with up to three decimals.
	 * @param name its name
	 * @param value the number
	 * @return this
	 */
	public JsonLine put(String name, double value) {
		name(name).append(Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null");
		return this;
	}

	/**
	 * Add a text.
	 * @param name its name
	 * @param value the text
	 * @return this
	 */
	public JsonLine put(String name, String value) {
		StringBuilder out = name(name).append('"');
		for (char c : value.toCharArray()) {
			switch (c) {
				case '"', '\\' -> out.append('\\').append(c);
				default -> out.append((c < ' ') ? ' ' : c);
			}
		}
		out.append('"');
		return this;
	}

	private StringBuilder name(String name) {
		if (this.text.length() > 1) {
			this.text.append(',');
		}
		return this.text.append('"').append(name).append("\":");
	}

	@Override
	public String toString() {
		return this.text + "}";
	}

}
