package io.harborai.json;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Jackson's annotations, and for sealed types that have none what they would say: a field
 * {@code type} with the simple name of the subtype.
 */
final class SealedTypes extends JacksonAnnotationIntrospector {

	private static final long serialVersionUID = 1L;

	private static final JsonTypeInfo.Value BY_SIMPLE_NAME = JsonTypeInfo.Value.construct(JsonTypeInfo.Id.SIMPLE_NAME,
			JsonTypeInfo.As.PROPERTY, "type", null, false, null);

	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		JsonTypeInfo.Value told = super.findPolymorphicTypeInfo(config, annotated);
		if (told != null || !(annotated instanceof AnnotatedClass)) {
			return told;
		}
		Class<?> type = annotated.getRawType();
		return (type.isSealed() && Modifier.isAbstract(type.getModifiers())) ? BY_SIMPLE_NAME : null;
	}

	@Override
	public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
		List<NamedType> told = super.findSubtypes(config, annotated);
		Class<?> type = annotated.getRawType();
		if (told != null || !(annotated instanceof AnnotatedClass) || !type.isSealed()) {
			return told;
		}
		List<NamedType> permitted = new ArrayList<>();
		for (Class<?> subtype : type.getPermittedSubclasses()) {
			permitted.add(new NamedType(subtype));
		}
		return permitted;
	}

}
