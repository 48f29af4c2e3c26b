package io.harborai.json;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.OptBoolean;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinition.AttributeInclusion;
import com.github.victools.jsonschema.generator.CustomDefinition.DefinitionType;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import com.github.victools.jsonschema.module.jackson.JsonPropertySorter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes schemas with victools' generator. Where generator and mapper could differ -
 * properties, enums, subtypes, dates - the mapper is asked, so that a schema never says
 * anything but what can be read. Not thread-safe.
 */
final class SchemaWriter {

	private static final Map<Class<?>, String> FORMATS = formats();

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	// Stands where a type with subtypes refers to itself, until its place is known.
	private static final String TO_BE_PLACED = "to-be-placed:";

	private static final String MARK = "x-placed";

	private final JsonMapper mapper = AnswerMappers.WHOLE;

	// The types with subtypes that are being written, and those among all that refer to
	// themselves.
	private final Set<String> open = new HashSet<>();

	private final Set<String> recursive = new HashSet<>();

	private final Function<AnnotatedElement, @Nullable String> description;

	SchemaWriter(Function<AnnotatedElement, @Nullable String> description) {
		this.description = description;
	}

	/**
	 * The types that are strings, and the format that the string has, "" for none.
	 */
	private static Map<Class<?>, String> formats() {
		Map<Class<?>, String> formats = new LinkedHashMap<>();
		formats.put(LocalDate.class, "date");
		formats.put(Instant.class, "date-time");
		formats.put(OffsetDateTime.class, "date-time");
		formats.put(ZonedDateTime.class, "date-time");
		formats.put(OffsetTime.class, "time");
		formats.put(Duration.class, "duration");
		formats.put(UUID.class, "uuid");
		formats.put(URI.class, "uri");
		Stream
			.of(LocalDateTime.class, LocalTime.class, YearMonth.class, MonthDay.class, Period.class, ZoneId.class,
					ZoneOffset.class, Currency.class, Locale.class, URL.class)
			.forEach((type) -> formats.put(type, ""));
		return formats;
	}

	@SuppressWarnings("unchecked")
	Map<String, Object> write(Type type) {
		SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(this.mapper,
				SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
			.without(Option.SCHEMA_VERSION_INDICATOR, Option.VALUES_FROM_CONSTANT_FIELDS)
			.with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES, Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
					Option.PLAIN_DEFINITION_KEYS);
		builder.forFields()
			.withDescriptionResolver(this::description)
			.withIgnoreCheck((field) -> !isRead(field))
			.withNullableCheck(SchemaWriter::isNullable)
			.withRequiredCheck((field) -> !Boolean.TRUE.equals(isNullable(field)));
		builder.forTypesInGeneral()
			.withPropertySorter(new JsonPropertySorter(false))
			.withDescriptionResolver((scope) -> this.description.apply(scope.getType().getErasedType()))
			.withCustomDefinitionProvider(this::scalar)
			.withCustomDefinitionProvider(this::enumeration)
			.withCustomDefinitionProvider(this::jsonValue);
		CustomDefinitionProviderV2 subtypes = new CustomDefinitionProviderV2() {

			@Override
			public @Nullable CustomDefinition provideCustomSchemaDefinition(ResolvedType javaType,
					SchemaGenerationContext context) {
				return polymorphic(javaType, context, this);
			}

		};
		builder.forTypesInGeneral().withCustomDefinitionProvider(subtypes);
		builder
			.with(new JacksonSchemaModule(JacksonOption.SKIP_SUBTYPE_LOOKUP, JacksonOption.IGNORE_TYPE_INFO_TRANSFORM));
		if (Schemas.isPresent("jakarta.validation.Constraint")) {
			JakartaLimits.addTo(builder);
		}
		JsonNode schema = new SchemaGenerator(builder.build()).generateSchema(type);
		Map<String, Object> written = this.mapper.treeToValue(schema, Map.class);
		tidy(written);
		return written;
	}

	/**
	 * References of types with subtypes to themselves lead to where the types are.
	 */
	private static void tidy(Map<String, Object> schema) {
		Map<String, String> places = new HashMap<>();
		if (schema.remove(MARK) instanceof String base) {
			places.put(TO_BE_PLACED + base, "#");
		}
		if (schema.get("$defs") instanceof Map<?, ?> definitions) {
			definitions.forEach((name, definition) -> {
				if (((Map<?, ?>) definition).remove(MARK) instanceof String base) {
					places.put(TO_BE_PLACED + base, "#/$defs/" + name);
				}
			});
		}
		tidy(schema, places);
	}

	@SuppressWarnings("unchecked")
	private static void tidy(Object part, Map<String, String> places) {
		if (part instanceof List<?> list) {
			list.forEach((value) -> tidy(value, places));
		}
		else if (part instanceof Map<?, ?> map) {
			Map<String, Object> schema = (Map<String, Object>) map;
			if (schema.get("$ref") instanceof String place) {
				schema.put("$ref", places.getOrDefault(place, place));
			}
			// The generator forbids further fields of what isn't an object itself, too.
			if (Boolean.FALSE.equals(schema.get("additionalProperties")) && !schema.containsKey("type")) {
				schema.remove("additionalProperties");
			}
			schema.values().forEach((value) -> tidy(value, places));
		}
	}

	private @Nullable String description(FieldScope field) {
		String told = this.description.apply(field.getRawMember());
		return (told != null || !field.hasGetter()) ? told : this.description.apply(field.findGetter().getRawMember());
	}

	/**
	 * A field that the mapper doesn't read is none of the answer's.
	 */
	private boolean isRead(FieldScope field) {
		if (field.isFakeContainerItemScope()) {
			return true;
		}
		BeanDescription bean = bean(field.getDeclaringType().getErasedType());
		for (BeanPropertyDefinition property : bean.findProperties()) {
			if (property.getInternalName().equals(field.getDeclaredName()) && property.couldDeserialize()) {
				return true;
			}
		}
		return false;
	}

	private BeanDescription bean(Class<?> type) {
		JavaType javaType = this.mapper.constructType(type);
		ClassIntrospector introspector = this.mapper.deserializationConfig().classIntrospectorInstance();
		return introspector.introspectForCreation(javaType, introspector.introspectClassAnnotations(javaType));
	}

	private static @Nullable Boolean isNullable(FieldScope field) {
		if (field.isFakeContainerItemScope()) {
			return null;
		}
		Class<?> type = field.getDeclaredType().getErasedType();
		if (type == Optional.class || type == OptionalInt.class || type == OptionalLong.class
				|| type == OptionalDouble.class) {
			return true;
		}
		JsonProperty property = field.getAnnotationConsideringFieldAndGetter(JsonProperty.class);
		if (property != null && property.isRequired() == OptBoolean.FALSE) {
			return true;
		}
		Field member = field.getRawMember();
		return hasNullable(member.getAnnotations()) || hasNullable(member.getAnnotatedType().getAnnotations()) ? true
				: null;
	}

	private static boolean hasNullable(Annotation[] annotations) {
		for (Annotation annotation : annotations) {
			if (annotation.annotationType().getSimpleName().equals("Nullable")) {
				return true;
			}
		}
		return false;
	}

	private @Nullable CustomDefinition scalar(ResolvedType type, SchemaGenerationContext context) {
		Class<?> raw = type.getErasedType();
		String format = FORMATS.get(raw);
		if (format != null) {
			ObjectNode node = of("string");
			return inline(format.isEmpty() ? node : node.put("format", format));
		}
		if (raw == byte[].class) {
			return inline(of("string").put("contentEncoding", "base64"));
		}
		if (raw == char[].class) {
			return inline(of("string"));
		}
		if (raw == OptionalInt.class || raw == OptionalLong.class || raw == Year.class) {
			return inline(of("integer"));
		}
		if (raw == OptionalDouble.class) {
			return inline(of("number"));
		}
		return (raw == Object.class || JsonNode.class.isAssignableFrom(raw)) ? inline(NODES.objectNode()) : null;
	}

	private static ObjectNode of(String type) {
		return NODES.objectNode().put("type", type);
	}

	private static CustomDefinition inline(ObjectNode node) {
		return new CustomDefinition(node, DefinitionType.INLINE, AttributeInclusion.YES);
	}

	private @Nullable CustomDefinition enumeration(ResolvedType type, SchemaGenerationContext context) {
		Class<?> raw = type.getErasedType();
		if (!raw.isEnum()) {
			return null;
		}
		ArrayNode values = NODES.arrayNode();
		boolean text = true;
		for (Object constant : raw.getEnumConstants()) {
			JsonNode value = this.mapper.valueToTree(constant);
			text &= value.isString();
			values.add(value);
		}
		ObjectNode node = of(text ? "string" : "integer");
		node.set("enum", values);
		return inline(node);
	}

	/**
	 * A type that is written as one of its members is read from the like.
	 */
	private @Nullable CustomDefinition jsonValue(ResolvedType type, SchemaGenerationContext context) {
		Class<?> raw = type.getErasedType();
		if (raw.isEnum() || raw.isInterface() || raw.isArray() || raw.isPrimitive()
				|| raw.getName().startsWith("java.")) {
			return null;
		}
		AnnotatedMember value = bean(raw).findJsonValueAccessor();
		return (value != null)
				? new CustomDefinition(context.createDefinition(context.getTypeContext().resolve(type(value))),
						DefinitionType.INLINE, AttributeInclusion.YES)
				: null;
	}

	private static Type type(AnnotatedMember member) {
		Member raw = member.getMember();
		return (raw instanceof Method method) ? method.getGenericReturnType()
				: (raw instanceof Field field) ? field.getGenericType() : member.getRawType();
	}

	private @Nullable CustomDefinition polymorphic(ResolvedType type, SchemaGenerationContext context,
			CustomDefinitionProviderV2 self) {
		Class<?> raw = type.getErasedType();
		if (raw.isPrimitive() || raw.isArray() || raw.getName().startsWith("java.")
				|| Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)) {
			return null;
		}
		DeserializationConfig config = this.mapper.deserializationConfig();
		AnnotatedClass annotated = bean(raw).getClassInfo();
		JsonTypeInfo.Value info = config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, annotated);
		if (info == null || info.getIdType() == JsonTypeInfo.Id.NONE) {
			return null;
		}
		if (info.getInclusionType() != JsonTypeInfo.As.PROPERTY
				&& info.getInclusionType() != JsonTypeInfo.As.EXISTING_PROPERTY) {
			throw new IllegalArgumentException("The subtypes of " + raw.getName()
					+ " are not told apart by a property. Use @JsonTypeInfo(include = As.PROPERTY)");
		}
		String base = type.getSignature();
		if (!this.open.add(base)) {
			this.recursive.add(base);
			return inline(NODES.objectNode().put("$ref", TO_BE_PLACED + base));
		}
		ObjectNode node;
		try {
			node = anyOf(alternatives(type, context, self, info, annotated));
		}
		finally {
			this.open.remove(base);
		}
		return this.recursive.contains(base)
				? new CustomDefinition(node.put(MARK, base), DefinitionType.ALWAYS_REF, AttributeInclusion.YES)
				: new CustomDefinition(node);
	}

	private static ObjectNode anyOf(List<ObjectNode> alternatives) {
		if (alternatives.size() == 1) {
			return alternatives.get(0);
		}
		ObjectNode node = NODES.objectNode();
		node.putArray("anyOf").addAll(alternatives);
		return node;
	}

	private List<ObjectNode> alternatives(ResolvedType type, SchemaGenerationContext context,
			CustomDefinitionProviderV2 self, JsonTypeInfo.Value info, AnnotatedClass annotated) {
		Class<?> raw = type.getErasedType();
		DeserializationConfig config = this.mapper.deserializationConfig();
		List<ObjectNode> alternatives = new ArrayList<>();
		Set<Class<?>> seen = new HashSet<>();
		for (NamedType subtype : config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, annotated)) {
			Class<?> concrete = subtype.getType();
			if (!Modifier.isAbstract(concrete.getModifiers()) && seen.add(concrete)) {
				String id = (subtype.getName() != null) ? subtype.getName() : typeId(raw, concrete, info);
				ResolvedType resolved = (concrete == raw) ? type
						: context.getTypeContext().resolveSubtype(type, concrete);
				alternatives.add(withId(context.createStandardDefinition(resolved, self), info.getPropertyName(), id));
			}
		}
		if (alternatives.isEmpty()) {
			throw new IllegalArgumentException("Nothing is known of the subtypes of " + raw.getName()
					+ ". Seal it, or name them with @JsonSubTypes");
		}
		return alternatives;
	}

	/**
	 * The id of a subtype for which no name is given.
	 */
	private static String typeId(Class<?> base, Class<?> concrete, JsonTypeInfo.Value info) {
		return switch (info.getIdType()) {
			case CLASS -> concrete.getName();
			case NAME -> concrete.getName().substring(concrete.getName().lastIndexOf('.') + 1);
			case SIMPLE_NAME -> {
				String name = concrete.getName();
				yield name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
			}
			default -> throw new IllegalArgumentException("The subtypes of " + base.getName()
					+ " are not told apart by a name. Use @JsonTypeInfo(use = Id.NAME)");
		};
	}

	private static ObjectNode withId(ObjectNode definition, String property, String id) {
		ObjectNode properties = NODES.objectNode();
		ObjectNode value = properties.putObject(property).put("type", "string");
		value.putArray("enum").add(id);
		if (definition.get("properties") instanceof ObjectNode own) {
			own.properties().forEach((field) -> {
				if (!field.getKey().equals(property)) {
					properties.set(field.getKey(), field.getValue());
				}
			});
		}
		ArrayNode required = NODES.arrayNode().add(property);
		if (definition.get("required") instanceof ArrayNode own) {
			own.forEach((name) -> {
				if (!name.asString().equals(property)) {
					required.add(name);
				}
			});
		}
		definition.put("type", "object");
		definition.set("properties", properties);
		definition.set("required", required);
		definition.put("additionalProperties", false);
		return definition;
	}

}
