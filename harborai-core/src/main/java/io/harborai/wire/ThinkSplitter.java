package io.harborai.wire;

/**
 * Splits a leading {@code <think>} element off a text that comes in pieces, wherever the
 * pieces are cut. Line breaks around the tags belong to the tags. MiniMax and older
 * self-hosted models send their reasoning so. Each character is looked at once. Not
 * thread-safe.
 */
final class ThinkSplitter {

	private static final String OPEN = "<think>";

	private static final String CLOSE = "</think>";

	private State state = State.START;

	/** What may turn out to be a tag, with the white space before it. */
	private final StringBuilder held = new StringBuilder();

	/** How much of the tag has been seen. */
	private int matched;

	private String content = "";

	private String reasoning = "";

	/**
	 * Take the next piece. Afterwards {@link #content()} and {@link #reasoning()} are
	 * what is certain now.
	 * @param text the piece
	 */
	void add(String text) {
		this.content = "";
		this.reasoning = "";
		if (this.state == State.CONTENT) {
			this.content = text;
			return;
		}
		StringBuilder thought = new StringBuilder();
		for (int i = 0; i < text.length() && this.state != State.CONTENT; i++) {
			char c = text.charAt(i);
			switch (this.state) {
				case START -> {
					if (!start(c)) {
						this.content = takeHeld() + text.substring(i);
						this.state = State.CONTENT;
					}
				}
				case OPENED -> {
					if (!isLineBreak(c)) {
						this.state = State.REASONING;
						think(c, thought);
					}
				}
				case CLOSED -> {
					if (!isLineBreak(c)) {
						this.content = text.substring(i);
						this.state = State.CONTENT;
					}
				}
				default -> think(c, thought);
			}
		}
		this.reasoning = thought.toString();
	}

	/**
	 * Take the end of the text. Afterwards {@link #content()} and {@link #reasoning()}
	 * are what was held back.
	 */
	void end() {
		boolean thinking = this.state == State.REASONING;
		String rest = takeHeld();
		this.content = thinking ? "" : rest;
		this.reasoning = thinking ? rest : "";
		if (this.state == State.START && !rest.isEmpty()) {
			this.state = State.CONTENT;
		}
	}

	/**
	 * The part of the last piece that is text for the reader.
	 * @return the text, "" if none
	 */
	String content() {
		return this.content;
	}

	/**
	 * The part of the last piece that is reasoning.
	 * @return the reasoning, "" if none
	 */
	String reasoning() {
		return this.reasoning;
	}

	private boolean start(char c) {
		if (this.matched == 0 && Character.isWhitespace(c)) {
			this.held.append(c);
			return true;
		}
		if (c != OPEN.charAt(this.matched)) {
			return false;
		}
		this.held.append(c);
		if (++this.matched == OPEN.length()) {
			takeHeld();
			this.state = State.OPENED;
		}
		return true;
	}

	private void think(char c, StringBuilder thought) {
		if (c == CLOSE.charAt(this.matched)) {
			this.held.append(c);
			if (++this.matched == CLOSE.length()) {
				takeHeld();
				this.state = State.CLOSED;
			}
			return;
		}
		// A tag starts nowhere but at its first character, so a false start is text.
		if (this.matched > 0 || !isLineBreak(c)) {
			thought.append(this.held);
			takeHeld();
		}
		if (c == CLOSE.charAt(0)) {
			this.held.append(c);
			this.matched = 1;
		}
		else if (isLineBreak(c)) {
			this.held.append(c);
		}
		else {
			thought.append(c);
		}
	}

	private String takeHeld() {
		String text = this.held.toString();
		this.held.setLength(0);
		this.matched = 0;
		return text;
	}

	private static boolean isLineBreak(char c) {
		return c == '\n' || c == '\r';
	}

	private enum State {

		/** Before a tag that may come. */
		START,

		/** After the opening tag, before the first character of the reasoning. */
		OPENED,

		/** In the reasoning. */
		REASONING,

		/** After the closing tag, before the first character of the text. */
		CLOSED,

		/** In the text; nothing special comes any more. */
		CONTENT

	}

}
