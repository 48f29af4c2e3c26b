package io.harborai.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * A property has a value that can't work, or is missing. Names the property by its full
 * path, the reason and the remedy; never the value of a secret.
 */
public final class InvalidPropertyException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String reason;

	private final String remedy;

	/**
	 * Create the exception.
	 * @param property the full path of the property, in kebab case
	 * @param reason what is wrong with it, one sentence without a full stop
	 * @param remedy what to do, one or more sentences
	 */
	public InvalidPropertyException(String property, String reason, String remedy) {
		this(property, reason, remedy, null);
	}

	/**
	 * Create the exception.
	 * @param property the full path of the property, in kebab case
	 * @param reason what is wrong with it, one sentence without a full stop
	 * @param remedy what to do, one or more sentences
	 * @param cause what was thrown when the value was used, null if nothing was
	 */
	public InvalidPropertyException(String property, String reason, String remedy, @Nullable Throwable cause) {
		super(property + " " + reason + ". " + remedy, cause);
		this.property = property;
		this.reason = reason;
		this.remedy = remedy;
	}

	/**
	 * The property.
	 * @return its full path in kebab case
	 */
	public String property() {
		return this.property;
	}

	/**
	 * What is wrong.
	 * @return one sentence without a full stop
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * What to do.
	 * @return one or more sentences
	 */
	public String remedy() {
		return this.remedy;
	}

}
