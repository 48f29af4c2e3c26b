package io.harborai.json;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The mappers that turn answers into users' types. Touched by structured calls only.
 */
final class AnswerMappers {

	/** For complete answers: what doesn't fit fails. */
	static final JsonMapper WHOLE = Json.mapper().rebuild().annotationIntrospector(new SealedTypes()).build();

	/** For answers that still grow: what is missing is null, zero or empty. */
	static final JsonMapper PARTIAL = partial();

	private AnswerMappers() {
	}

	private static JsonMapper partial() {
		JsonMapper.Builder builder = WHOLE.rebuild()
			.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
					DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
					DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
			.addModule(new PartialModule());
		for (Class<?> type : List.of(List.class, Set.class, Collection.class, Map.class)) {
			builder.withConfigOverride(type,
					(override) -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)));
		}
		return builder.build();
	}

}
