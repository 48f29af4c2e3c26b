package io.harborai.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the text of a property as it was meant: blank is unset, and a placeholder that
 * nobody filled is a mistake, because Spring Boot hands it on as it stands.
 */
public final class PropertyText {

	private static final Logger logger = LoggerFactory.getLogger(PropertyText.class);

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]*)[^}]*}");

	private PropertyText() {
	}

	/**
	 * Read a text.
	 * @param property the property's full path
	 * @param value its value, null if it isn't set
	 * @return the value, null if it isn't set or blank
	 * @throws InvalidPropertyException if it holds an unresolved placeholder
	 */
	public static @Nullable String read(String property, @Nullable String value) {
		if (value == null || value.isBlank()) {
			return null;
		}
		Matcher placeholder = PLACEHOLDER.matcher(value);
		if (placeholder.find()) {
			String name = placeholder.group(1);
			throw new InvalidPropertyException(property, "refers to '" + name + "', which is not set anywhere",
					"Set the environment variable or property '" + name + "', or write ${" + name
							+ ":} if it may be missing.");
		}
		return value;
	}

	/**
	 * Whether a text holds a placeholder that nobody filled.
	 * @param value the text
	 * @return whether it does
	 */
	static boolean isUnresolved(String value) {
		return PLACEHOLDER.matcher(value).find();
	}

	/**
	 * Read a secret. A line break at its end, which files and secret stores tend to add,
	 * is left out.
	 * @param property the property's full path
	 * @param value its value, null if it isn't set
	 * @return the value, null if it isn't set or blank
	 * @throws InvalidPropertyException if it holds an unresolved placeholder
	 */
	static @Nullable String readSecret(String property, @Nullable String value) {
		String text = read(property, value);
		if (text == null) {
			return null;
		}
		String stripped = text.strip();
		if (stripped.length() != text.length()) {
			logger.warn("{} starts or ends with blanks or a line break, which are left out. Store it without them",
					property);
		}
		return stripped;
	}

}
