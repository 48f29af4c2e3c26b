package io.harborai.autoconfigure;

import java.util.Map;

import io.harborai.provider.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * Turns the properties of a provider's keys into what core understands. A key is a text,
 * or a group of its value and its weight.
 */
final class ApiKeyMapper {

	private static final String VALUE = "value";

	private static final String WEIGHT = "weight";

	// One that is switched off may refer to a key that isn't there.
	private final boolean lenient;

	ApiKeyMapper(boolean lenient) {
		this.lenient = lenient;
	}

	/**
	 * Translate a key.
	 * @param path the full path of its property
	 * @param name its name
	 * @param key the text or the group
	 * @return the key, null if its text is blank
	 * @throws InvalidPropertyException if it can't work
	 * @throws io.harborai.error.InvalidSettingException if its weight is out of range
	 */
	@Nullable ApiKey map(String path, String name, Object key) {
		if (key instanceof Map<?, ?> group) {
			return map(path, name, group);
		}
		if (!(key instanceof CharSequence || key instanceof Number)) {
			throw new InvalidPropertyException(path, "is neither a key nor a group of " + VALUE + " and " + WEIGHT,
					"Write the key, or its " + VALUE + " and " + WEIGHT + " below it.");
		}
		String value = secret(path, key.toString());
		return (value != null) ? new ApiKey(name, value) : null;
	}

	private @Nullable ApiKey map(String path, String name, Map<?, ?> group) {
		for (Object part : group.keySet()) {
			if (!part.equals(VALUE) && !part.equals(WEIGHT)) {
				throw new InvalidPropertyException(path + "." + part, "is not a property that HarborAI knows",
						"Known here are " + VALUE + ", " + WEIGHT + ". A key's name that has dots in it is written"
								+ " in brackets: api-keys[a.b].");
			}
		}
		Object value = group.get(VALUE);
		if (value == null) {
			throw new InvalidPropertyException(path + "." + VALUE, "is missing, though the key's " + WEIGHT + " is set",
					"Set it to the key.");
		}
		String secret = secret(path + "." + VALUE, value.toString());
		int weight = weight(path + "." + WEIGHT, group.get(WEIGHT));
		return (secret != null) ? new ApiKey(name, secret, weight) : null;
	}

	private static int weight(String path, @Nullable Object weight) {
		try {
			return (weight != null) ? Integer.parseInt(weight.toString()) : 1;
		}
		catch (NumberFormatException ex) {
			throw new InvalidPropertyException(path, "is not a whole number", "Write digits only.");
		}
	}

	/**
	 * Read a secret.
	 * @param path the full path of its property
	 * @param value its value, null if it isn't set
	 * @return the value, null if it isn't set, blank or may be missing
	 * @throws InvalidPropertyException if it holds an unresolved placeholder
	 */
	@Nullable String secret(String path, @Nullable String value) {
		return (this.lenient && value != null && PropertyText.isUnresolved(value)) ? null
				: PropertyText.readSecret(path, value);
	}

}
