package io.harborai.wire;

import java.util.BitSet;

/**
 * A text, and which of its characters must not be shown. Not thread-safe.
 */
final class Redaction {

	private final String text;

	private final BitSet hidden = new BitSet();

	Redaction(String text) {
		this.text = text;
	}

	String text() {
		return this.text;
	}

	void hide(int from, int to) {
		this.hidden.set(from, to);
	}

	/**
	 * Hide every place where a text stands.
	 * @param part the text, not empty
	 */
	void hideAll(String part) {
		for (int at = this.text.indexOf(part); at >= 0; at = this.text.indexOf(part, at + 1)) {
			hide(at, at + part.length());
		}
	}

	String render(String removed) {
		if (this.hidden.isEmpty()) {
			return this.text;
		}
		StringBuilder shown = new StringBuilder();
		int at = 0;
		while (at < this.text.length()) {
			int from = this.hidden.nextSetBit(at);
			if (from < 0) {
				return shown.append(this.text, at, this.text.length()).toString();
			}
			int to = this.hidden.nextClearBit(from);
			shown.append(this.text, at, from).append(removed);
			at = to;
		}
		return shown.toString();
	}

}
