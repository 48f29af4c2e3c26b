package io.harborai.provider;

/**
 * A key with its name. Only the name is ever shown.
 *
 * @param name the name under which the key appears in meta data and at the endpoint
 * @param value the key itself
 */
public record ApiKey(String name, String value) {

	@Override
	public String toString() {
		return "ApiKey[" + this.name + "]";
	}

}
