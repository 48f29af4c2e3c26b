package io.harborai.chat;

import org.jspecify.annotations.Nullable;

/**
 * A text that comes in pieces. One piece alone is never copied. Not thread-safe.
 */
final class TextPieces {

	private String first = "";

	private @Nullable StringBuilder rest;

	void add(String piece) {
		if (piece.isEmpty()) {
			return;
		}
		if (this.rest != null) {
			this.rest.append(piece);
		}
		else if (this.first.isEmpty()) {
			this.first = piece;
		}
		else {
			this.rest = new StringBuilder(this.first).append(piece);
		}
	}

	boolean isEmpty() {
		return this.first.isEmpty();
	}

	@Override
	public String toString() {
		return (this.rest != null) ? this.rest.toString() : this.first;
	}

}
