package io.harborai.autoconfigure.diagnostics;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Explains a property of ours whose value is of the wrong type. Goes before Spring Boot's
 * own analyzer, which shows the value: a key in the wrong place would stand in the log.
 */
@Order(0)
class PropertyTypeFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("harborai");

	private final PropertyOrigin origin;

	PropertyTypeFailureAnalyzer(@Nullable Environment environment) {
		this.origin = new PropertyOrigin(environment);
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationPropertyName name = cause.getName();
		if (!ROOT.equals(name) && !ROOT.isAncestorOf(name)) {
			return null;
		}
		Class<?> type = type(cause.getTarget().getType());
		ConfigurationProperty property = cause.getProperty();
		boolean placeholder = property != null && String.valueOf(property.getValue()).contains("${");
		String reason = placeholder ? "is a placeholder that nothing resolves" : "is not " + expected(type);
		String remedy = placeholder ? "Set what it refers to, or give it a default: ${NAME:value}."
				: "Write " + example(type) + ".";
		return new FailureAnalysis(this.origin.describe(name.toString(), reason), remedy, cause);
	}

	/**
	 * What was expected, or what the elements of a list that was expected are: a single
	 * value is split at commas.
	 */
	private static Class<?> type(ResolvableType type) {
		Class<?> element = type.asCollection().getGeneric(0).toClass();
		return element.isEnum() ? element : type.toClass();
	}

	private static String expected(Class<?> type) {
		if (type.isEnum()) {
			return "one of " + constants(type);
		}
		if (Map.class.isAssignableFrom(type)) {
			return "a group of names with values";
		}
		if (Collection.class.isAssignableFrom(type)) {
			return "a list";
		}
		return switch (type.getSimpleName()) {
			case "Duration" -> "a duration";
			case "DataSize" -> "a size";
			case "Integer", "Long" -> "a whole number";
			case "BigDecimal", "Double" -> "a number";
			case "Boolean" -> "true or false";
			case "Currency" -> "a currency";
			case "Instant" -> "a moment";
			case "LocalTime" -> "a time of day";
			case "ZoneId" -> "a time zone";
			default -> "a group of properties";
		};
	}

	private static String example(Class<?> type) {
		if (type.isEnum()) {
			return "one of " + constants(type);
		}
		if (Map.class.isAssignableFrom(type)) {
			return "'name: value' lines below it; to give a single key, use api-key";
		}
		if (Collection.class.isAssignableFrom(type)) {
			return "its elements as '- element' lines below it";
		}
		if (type == Duration.class) {
			return "a number with its unit, such as 500ms, 30s or 10m";
		}
		if (type == DataSize.class) {
			return "a number with its unit, such as 64KB or 16MB";
		}
		if (type == Integer.class || type == Long.class) {
			return "digits only";
		}
		if (type == BigDecimal.class || type == Double.class) {
			return "a decimal number such as 0.25";
		}
		if (type == Currency.class) {
			return "an ISO code such as CNY or USD";
		}
		if (type == Instant.class) {
			return "a date and time in UTC such as 2026-01-01T00:00:00Z";
		}
		if (type == LocalTime.class) {
			return "hours and minutes such as 08:30";
		}
		if (type == ZoneId.class) {
			return "a region such as Asia/Shanghai";
		}
		return (type == Boolean.class) ? "true or false" : "its properties as 'name: value' lines below it";
	}

	private static String constants(Class<?> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.collect(Collectors.joining(", "));
	}

}
