package io.harborai.error;

/**
 * A setting has a value that can't work. Knows the setting by its name in configuration
 * files, so that whoever reads such a file can say where in it the value stands.
 */
public final class InvalidSettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String setting;

	private final String reason;

	private final String remedy;

	/**
	 * Create the exception.
	 * @param setting the setting below its provider, in kebab case
	 * @param reason what is wrong with it, one sentence without a full stop
	 * @param remedy what to do, one sentence
	 */
	public InvalidSettingException(String setting, String reason, String remedy) {
		super("'" + setting + "' " + reason + ". " + remedy);
		this.setting = setting;
		this.reason = reason;
		this.remedy = remedy;
	}

	/**
	 * The setting below its provider.
	 * @return the setting in kebab case, such as {@code http.max-connections}
	 */
	public String setting() {
		return this.setting;
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
	 * @return one sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
