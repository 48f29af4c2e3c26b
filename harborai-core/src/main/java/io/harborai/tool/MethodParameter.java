package io.harborai.tool;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

import io.harborai.chat.Description;
import io.harborai.json.JsonBranch.Fields;
import org.jspecify.annotations.Nullable;

/**
 * A method's parameter that the model fills by its name. Thread-safe.
 *
 * @param name the name
 * @param description what it is for, null if nothing is said
 * @param argument how it is read
 * @param required whether the model must give it
 * @param wrapped whether the method wants an {@link Optional} of it
 * @param absent what the method gets if the model doesn't give it
 */
record MethodParameter(String name, @Nullable String description, ToolArgument<?> argument, boolean required,
		boolean wrapped, @Nullable Object absent) {

	static MethodParameter of(Method method, Parameter parameter) {
		if (!parameter.isNamePresent()) {
			throw new IllegalArgumentException("The parameters of " + MethodTools.describe(method)
					+ " have no names. Compile with -parameters, or take one record instead");
		}
		Class<?> raw = parameter.getType();
		Description description = parameter.getAnnotation(Description.class);
		Object absent = absent(raw);
		boolean wrapped = raw == Optional.class;
		return new MethodParameter(parameter.getName(), (description != null) ? description.value() : null,
				ToolArgument.of(wrapped ? inner(method, parameter) : parameter.getParameterizedType()),
				absent == null && !isNullable(parameter) && !isNullable(parameter.getAnnotatedType()), wrapped, absent);
	}

	private static @Nullable Object absent(Class<?> type) {
		if (type == Optional.class) {
			return Optional.empty();
		}
		if (type == OptionalInt.class) {
			return OptionalInt.empty();
		}
		if (type == OptionalLong.class) {
			return OptionalLong.empty();
		}
		return (type == OptionalDouble.class) ? OptionalDouble.empty() : null;
	}

	private static Type inner(Method method, Parameter parameter) {
		if (parameter.getParameterizedType() instanceof ParameterizedType optional) {
			return optional.getActualTypeArguments()[0];
		}
		throw new IllegalArgumentException("The Optional '" + parameter.getName() + "' of "
				+ MethodTools.describe(method) + " says nothing of its type. Write Optional<Type>");
	}

	private static boolean isNullable(AnnotatedElement element) {
		return Stream.of(element.getAnnotations())
			.anyMatch((annotation) -> annotation.annotationType().getSimpleName().equals("Nullable"));
	}

	/**
	 * Take the parameter's value from the arguments.
	 * @param arguments what the model wrote
	 * @return the value
	 * @throws ArgumentsException if it is missing or isn't of the type
	 */
	@Nullable Object read(Fields arguments) {
		Object value = arguments.map().get(this.name);
		if (value == null && !this.required) {
			return this.absent;
		}
		if (!arguments.map().containsKey(this.name)) {
			throw ToolArgument.unfit("/" + this.name, "is missing");
		}
		Object read = this.argument.read(value, "/" + this.name);
		return this.wrapped ? Optional.of(read) : read;
	}

	/**
	 * Add the parameter to the schema of all of a method's parameters. What its own
	 * schema defines moves there, under names that begin with the parameter's.
	 * @param properties gets the parameter
	 * @param definitions gets what it refers to
	 */
	void addTo(Map<String, Object> properties, Map<String, Object> definitions) {
		Map<String, Object> own = new LinkedHashMap<>(this.argument.schema().toMap());
		if (own.remove("$defs") instanceof Map<?, ?> inner) {
			inner.forEach((key, value) -> definitions.put(this.name + "." + key, movedPart(value)));
		}
		Map<String, Object> property = new LinkedHashMap<>();
		if (this.argument.schema().toJson().contains("\"$ref\":\"#\"")) {
			definitions.put(this.name, moved(own));
			property.put("$ref", "#/$defs/" + this.name);
		}
		else {
			property.putAll(moved(own));
		}
		if (this.description != null) {
			property.put("description", this.description);
		}
		properties.put(this.name, property);
	}

	private Object movedPart(Object part) {
		if (part instanceof Map<?, ?> map) {
			return moved(map);
		}
		return (part instanceof List<?> list) ? list.stream().map(this::movedPart).toList() : part;
	}

	private Map<String, Object> moved(Map<?, ?> schema) {
		Map<String, Object> copy = new LinkedHashMap<>();
		schema.forEach((key, value) -> copy.put(String.valueOf(key),
				(key.equals("$ref") && value instanceof String reference) ? target(reference) : movedPart(value)));
		return copy;
	}

	private String target(String reference) {
		return reference.equals("#") ? "#/$defs/" + this.name
				: reference.replace("#/$defs/", "#/$defs/" + this.name + ".");
	}

}
