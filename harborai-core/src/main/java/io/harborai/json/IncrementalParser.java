package io.harborai.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;

import io.harborai.json.JsonBranch.Fields;
import io.harborai.json.JsonBranch.Items;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value piece by piece, wherever the pieces are cut, and shows at any time
 * what has come. Each character is looked at once. Takes what RFC 8259 allows and nothing
 * else, but for trailing commas if asked to. Not thread-safe.
 */
public final class IncrementalParser {

	private static final int MAX_NUMBER_LENGTH = 1000;

	// What a field or an item costs to show, in characters of a growing text.
	private static final int PART_SIZE = 16;

	private final boolean trailingCommas;

	private final Deque<JsonBranch> open = new ArrayDeque<>();

	private Expecting expecting = Expecting.VALUE;

	private State state = State.READING;

	private @Nullable Object root;

	private StringBuilder text = new StringBuilder();

	private boolean textIsName;

	private int unicodeDigits;

	private int unicode;

	private String literal = "";

	private int literalAt;

	private String name = "";

	// How many of the open branches are, or are inside, an item of an array.
	private int hidden;

	private long version;

	private long length;

	private boolean looksLikeJson;

	/**
	 * Create a parser for one value.
	 * @param trailingCommas whether a comma may stand before a closing bracket
	 */
	public IncrementalParser(boolean trailingCommas) {
		this.trailingCommas = trailingCommas;
	}

	/**
	 * How far it is.
	 * @return the state
	 */
	public State state() {
		return this.state;
	}

	/**
	 * The value so far.
	 * @return a {@link JsonBranch} or a leaf; null also while there is none
	 */
	public @Nullable Object root() {
		return this.root;
	}

	/**
	 * A number that grows whenever what can be seen of the value has changed.
	 * @return the number
	 */
	public long version() {
		return this.version;
	}

	/**
	 * How much has been read.
	 * @return the number of characters
	 */
	public long length() {
		return this.length;
	}

	/**
	 * How large that is of which a snapshot has to be made anew: a text that grows, and
	 * the fields and items of what isn't finished. What is inside of finished branches
	 * doesn't count.
	 * @return the size, in characters of text
	 */
	public long visibleSize() {
		long size = isTextVisible() ? this.text.length() : 0;
		int visible = this.open.size() - this.hidden;
		for (JsonBranch branch : this.open) {
			if (visible-- == 0) {
				break;
			}
			size += (long) PART_SIZE * branch.size();
		}
		return size;
	}

	/**
	 * Whether what has come can't be anything but JSON, complete or not: it isn't just a
	 * bracket in a sentence.
	 * @return whether a name and its colon, or a finished item, has been read
	 */
	public boolean looksLikeJson() {
		return this.looksLikeJson;
	}

	/**
	 * Read on.
	 * @param input the next piece
	 * @param from where in it to start
	 * @return where reading stopped: behind the piece, behind the value's end, or at the
	 * first character that can't be
	 */
	public int push(CharSequence input, int from) {
		int at = from;
		boolean grown = false;
		while (at < input.length() && this.state == State.READING) {
			if (this.expecting == Expecting.TEXT) {
				int end = plainEnd(input, at);
				if (end > at) {
					this.text.append(input, at, end);
					grown = true;
					at = end;
					continue;
				}
			}
			char c = input.charAt(at);
			if (this.expecting == Expecting.NUMBER && !isNumberPart(c)) {
				// The character belongs to what comes after the number.
				endNumber();
				continue;
			}
			if (!take(c)) {
				this.state = State.BROKEN;
				break;
			}
			grown |= this.expecting == Expecting.TEXT;
			at++;
		}
		if (grown && isTextVisible()) {
			this.version++;
		}
		this.length += at - from;
		return at;
	}

	/**
	 * Nothing more will come. A value that isn't complete stays {@linkplain State#READING
	 * unfinished}.
	 */
	public void end() {
		if (this.state == State.READING && this.expecting == Expecting.NUMBER) {
			endNumber();
		}
	}

	private boolean isTextVisible() {
		return this.expecting.isText() && !this.textIsName && this.hidden == 0
				&& this.open.peekLast() instanceof Fields;
	}

	private static int plainEnd(CharSequence input, int from) {
		int at = from;
		while (at < input.length()) {
			char c = input.charAt(at);
			if (c == '"' || c == '\\' || c < ' ') {
				break;
			}
			at++;
		}
		return at;
	}

	private boolean take(char c) {
		return switch (this.expecting) {
			case TEXT -> textEnd(c);
			case ESCAPE -> escape(c);
			case UNICODE -> unicode(c);
			case NUMBER -> number(c);
			case LITERAL -> literal(c);
			default -> c == ' ' || c == '\n' || c == '\r' || c == '\t' || structure(c);
		};
	}

	private boolean structure(char c) {
		return switch (this.expecting) {
			case VALUE -> value(c);
			case ITEM_OR_END -> (c == ']') ? close() : value(c);
			case ITEM -> (c == ']' && this.trailingCommas) ? close() : value(c);
			case NAME_OR_END -> (c == '}') ? close() : name(c);
			case NAME -> (c == '}' && this.trailingCommas) ? close() : name(c);
			case COLON -> colon(c);
			case COMMA_OR_END -> comma(c);
			default -> false;
		};
	}

	private boolean colon(char c) {
		this.expecting = Expecting.VALUE;
		this.looksLikeJson = true;
		return c == ':';
	}

	private boolean comma(char c) {
		boolean object = this.open.peekLast() instanceof Fields;
		if (c == ',') {
			this.expecting = object ? Expecting.NAME : Expecting.ITEM;
			return true;
		}
		return c == (object ? '}' : ']') && close();
	}

	private boolean name(char c) {
		if (c != '"') {
			return false;
		}
		this.textIsName = true;
		this.text.setLength(0);
		this.expecting = Expecting.TEXT;
		return true;
	}

	private boolean value(char c) {
		switch (c) {
			case '{':
				return open(new Fields(), Expecting.NAME_OR_END);
			case '[':
				return open(new Items(), Expecting.ITEM_OR_END);
			case '"':
				startText();
				return true;
			case 't':
				return startLiteral("true");
			case 'f':
				return startLiteral("false");
			case 'n':
				return startLiteral("null");
			default:
				if (c == '-' || (c >= '0' && c <= '9')) {
					this.text.setLength(0);
					this.text.append(c);
					this.expecting = Expecting.NUMBER;
					return true;
				}
				return false;
		}
	}

	private void startText() {
		this.textIsName = false;
		this.text.setLength(0);
		this.expecting = Expecting.TEXT;
		if (this.hidden == 0 && this.open.peekLast() instanceof Fields parent) {
			parent.grow(this.name, this.text);
			this.version++;
		}
	}

	private boolean open(JsonBranch branch, Expecting next) {
		if (this.open.size() >= Json.MAX_DEPTH) {
			return false;
		}
		JsonBranch parent = this.open.peekLast();
		if (parent instanceof Items || this.hidden > 0) {
			this.hidden++;
		}
		else {
			this.version++;
		}
		if (parent instanceof Fields object) {
			object.put(this.name, branch);
		}
		else if (parent == null) {
			this.root = branch;
		}
		this.open.addLast(branch);
		this.expecting = next;
		return true;
	}

	private boolean close() {
		JsonBranch branch = this.open.removeLast();
		branch.finish();
		if (this.hidden > 0) {
			this.hidden--;
		}
		if (this.open.peekLast() instanceof Items array) {
			added(array, branch);
		}
		ended();
		return true;
	}

	private void added(Items array, @Nullable Object item) {
		array.add(item);
		this.looksLikeJson = true;
		if (this.hidden == 0) {
			this.version++;
		}
	}

	private boolean leaf(@Nullable Object value) {
		JsonBranch parent = this.open.peekLast();
		if (parent instanceof Items array) {
			added(array, value);
		}
		else if (parent instanceof Fields object) {
			object.put(this.name, value);
			if (this.hidden == 0) {
				this.version++;
			}
		}
		else {
			this.root = value;
			this.version++;
		}
		ended();
		return true;
	}

	private void ended() {
		if (this.open.isEmpty()) {
			this.state = State.COMPLETE;
		}
		this.expecting = Expecting.COMMA_OR_END;
	}

	private boolean textEnd(char c) {
		if (c == '\\') {
			this.expecting = Expecting.ESCAPE;
			return true;
		}
		if (c != '"') {
			return false;
		}
		String complete = this.text.toString();
		// A long text's buffer isn't kept for the short ones that follow.
		if (this.text.capacity() > 4096) {
			this.text = new StringBuilder();
		}
		if (this.textIsName) {
			this.name = complete;
			this.expecting = Expecting.COLON;
			return true;
		}
		return leaf(complete);
	}

	private boolean escape(char c) {
		this.expecting = Expecting.TEXT;
		switch (c) {
			case '"', '\\', '/' -> this.text.append(c);
			case 'b' -> this.text.append('\b');
			case 'f' -> this.text.append('\f');
			case 'n' -> this.text.append('\n');
			case 'r' -> this.text.append('\r');
			case 't' -> this.text.append('\t');
			case 'u' -> {
				this.unicode = 0;
				this.unicodeDigits = 0;
				this.expecting = Expecting.UNICODE;
			}
			default -> {
				return false;
			}
		}
		return true;
	}

	private boolean unicode(char c) {
		int digit = (c < 128) ? Character.digit(c, 16) : -1;
		if (digit < 0) {
			return false;
		}
		this.unicode = this.unicode * 16 + digit;
		if (++this.unicodeDigits == 4) {
			this.text.append((char) this.unicode);
			this.expecting = Expecting.TEXT;
		}
		return true;
	}

	private boolean startLiteral(String word) {
		this.literal = word;
		this.literalAt = 1;
		this.expecting = Expecting.LITERAL;
		return true;
	}

	private boolean literal(char c) {
		if (c != this.literal.charAt(this.literalAt)) {
			return false;
		}
		if (++this.literalAt < this.literal.length()) {
			return true;
		}
		return leaf(this.literal.equals("null") ? null : Boolean.valueOf(this.literal));
	}

	private static boolean isNumberPart(char c) {
		return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
	}

	private boolean number(char c) {
		this.text.append(c);
		return this.text.length() <= MAX_NUMBER_LENGTH;
	}

	private void endNumber() {
		String digits = this.text.toString();
		int form = numberForm(digits);
		if (form < 0) {
			this.state = State.BROKEN;
		}
		else {
			leaf((form == 0) ? integer(digits) : new BigDecimal(digits));
		}
	}

	private static Number integer(String digits) {
		if (digits.length() <= 18) {
			long value = Long.parseLong(digits);
			if (value == (int) value) {
				return (int) value;
			}
			return value;
		}
		BigInteger value = new BigInteger(digits);
		if (value.bitLength() < Long.SIZE) {
			return value.longValue();
		}
		return value;
	}

	/**
	 * How a number is written.
	 * @return 0 for an integer, 1 with fraction or exponent, -1 if it isn't a number
	 */
	private static int numberForm(String digits) {
		int at = (digits.charAt(0) == '-') ? 1 : 0;
		int end = digitsEnd(digits, at);
		if (end == at || (digits.charAt(at) == '0' && end > at + 1)) {
			return -1;
		}
		int form = 0;
		if (end < digits.length() && digits.charAt(end) == '.') {
			at = end + 1;
			end = digitsEnd(digits, at);
			if (end == at) {
				return -1;
			}
			form = 1;
		}
		if (end < digits.length() && (digits.charAt(end) == 'e' || digits.charAt(end) == 'E')) {
			at = end + 1;
			if (at < digits.length() && (digits.charAt(at) == '+' || digits.charAt(at) == '-')) {
				at++;
			}
			end = digitsEnd(digits, at);
			// An exponent of ten digits is no number that anything can hold.
			if (end == at || end - at > 9) {
				return -1;
			}
			form = 1;
		}
		return (end == digits.length()) ? form : -1;
	}

	private static int digitsEnd(String digits, int from) {
		int at = from;
		while (at < digits.length() && digits.charAt(at) >= '0' && digits.charAt(at) <= '9') {
			at++;
		}
		return at;
	}

	/**
	 * How far a parser is.
	 */
	public enum State {

		/** The value's end hasn't come. */
		READING,

		/** The value is complete. */
		COMPLETE,

		/** It isn't JSON. */
		BROKEN

	}

	/**
	 * What comes next.
	 */
	private enum Expecting {

		VALUE, ITEM_OR_END, ITEM, NAME_OR_END, NAME, COLON, COMMA_OR_END, TEXT, ESCAPE, UNICODE, NUMBER, LITERAL;

		boolean isText() {
			return this == TEXT || this == ESCAPE || this == UNICODE;
		}

	}

}
