package io.harborai.provider;

import io.harborai.error.InvalidSettingException;

/**
 * A key with its name. Only the name is ever shown.
 *
 * @param name the name under which the key appears in meta data and at the endpoint
 * @param value the key itself
 * @param weight how often it is used, in proportion to the provider's other keys
 */
public record ApiKey(String name, String value, int weight) {

	private static final int MAX_WEIGHT = 100;

	public ApiKey {
		if (weight < 1 || weight > MAX_WEIGHT) {
			throw new InvalidSettingException("api-keys." + name + ".weight",
					"must be from 1 to " + MAX_WEIGHT + ", not " + weight,
					"Weights are proportions: 1 and 3 send every fourth call with the first key.");
		}
	}

	/**
	 * A key that is used as often as the others.
	 * @param name the name under which it appears
	 * @param value the key itself
	 */
	public ApiKey(String name, String value) {
		this(name, value, 1);
	}

	@Override
	public String toString() {
		return "ApiKey[" + this.name + "]";
	}

}
