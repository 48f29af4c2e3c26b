package io.harborai.structured;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

import io.harborai.chat.StructuredOutputException.Reason;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jakarta Validation's constraints. Loaded only where Jakarta Validation is. Thread-safe.
 */
final class Constraints {

	private static final Logger logger = LoggerFactory.getLogger(Constraints.class);

	private final Validator validator;

	private Constraints(Validator validator) {
		this.validator = validator;
	}

	/**
	 * Find a validator.
	 * @return the constraints, null if Jakarta Validation's API has no provider
	 */
	static @Nullable Constraints find() {
		try {
			Validator validator = Validation.buildDefaultValidatorFactory().getValidator();
			// The texts of violations are files, which must not be read on an event loop.
			validator.validate(new Probe(null));
			return new Constraints(validator);
		}
		catch (ValidationException ex) {
			logger.debug("Constraints of answers aren't checked: there is no Jakarta Validation provider");
			return null;
		}
	}

	/**
	 * Check a value; of a list or map, what is in it.
	 * @param value the value
	 * @return what is wrong first, null if nothing is
	 */
	@Nullable Failure check(Object value) {
		if (value instanceof Collection<?> list) {
			int index = 0;
			for (Object item : list) {
				Failure failure = (item != null) ? check(item) : null;
				if (failure != null) {
					return failure.below("/" + index);
				}
				index++;
			}
			return null;
		}
		if (value instanceof Map<?, ?> map) {
			for (Object item : map.values()) {
				Failure failure = (item != null) ? check(item) : null;
				if (failure != null) {
					return failure.below("/*");
				}
			}
			return null;
		}
		Set<ConstraintViolation<Object>> violations = this.validator.validate(value);
		return violations.stream()
			.map((violation) -> new Failure(Reason.INVALID_VALUE, path(violation.getPropertyPath()), text(violation)))
			.min(Comparator.comparing(Failure::path).thenComparing(Failure::text))
			.orElse(null);
	}

	private static String path(Path path) {
		StringBuilder pointer = new StringBuilder();
		for (Path.Node node : path) {
			if (node.getIndex() != null) {
				pointer.append('/').append(node.getIndex());
			}
			else if (node.getKey() != null) {
				// The key is the model's, and part of the answer.
				pointer.append("/*");
			}
			if (node.getName() != null && !node.getName().startsWith("<")) {
				pointer.append('/').append(node.getName());
			}
		}
		return pointer.toString();
	}

	/**
	 * A message of the user's own may quote the value.
	 */
	private static String text(ConstraintViolation<?> violation) {
		return violation.getMessageTemplate().startsWith("{jakarta.validation.constraints.") ? violation.getMessage()
				: "breaks @" + violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
	}

	/**
	 * Violates a constraint.
	 *
	 * @param value nothing
	 */
	private record Probe(@NotNull @Nullable Object value) {
	}

}
