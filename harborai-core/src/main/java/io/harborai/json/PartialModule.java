package io.harborai.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;
import tools.jackson.databind.type.ReferenceType;

/**
 * Lets a value be bound again and again while it grows without binding again what is
 * finished: a finished branch stands in the input as itself, is bound when it is met for
 * the first time, and remembers what it became.
 */
final class PartialModule extends SimpleModule {

	private static final long serialVersionUID = 1L;

	PartialModule() {
		super("partial answers");
		setDeserializerModifier(new Modifier());
	}

	/**
	 * A string that still grows.
	 *
	 * @param text what has come of it
	 */
	record GrowingText(String text) {

		/**
		 * What Jackson makes a string of.
		 */
		@Override
		public String toString() {
			return this.text;
		}

	}

	/**
	 * Wraps the deserializers of everything but strings.
	 */
	private static final class Modifier extends ValueDeserializerModifier {

		private static final long serialVersionUID = 1L;

		@Override
		public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier bean,
				ValueDeserializer<?> deserializer) {
			return (bean.getBeanClass() == String.class) ? deserializer : new Remembering(deserializer);
		}

		@Override
		public ValueDeserializer<?> modifyEnumDeserializer(DeserializationConfig config, JavaType type,
				BeanDescription.Supplier bean, ValueDeserializer<?> deserializer) {
			return new Remembering(deserializer);
		}

		@Override
		public ValueDeserializer<?> modifyReferenceDeserializer(DeserializationConfig config, ReferenceType type,
				BeanDescription.Supplier bean, ValueDeserializer<?> deserializer) {
			// What is inside an Optional may grow, so the wrapper must see it first.
			return deserializer;
		}

		@Override
		public ValueDeserializer<?> modifyArrayDeserializer(DeserializationConfig config, ArrayType type,
				BeanDescription.Supplier bean, ValueDeserializer<?> deserializer) {
			return new Remembering(deserializer);
		}

		@Override
		public ValueDeserializer<?> modifyCollectionDeserializer(DeserializationConfig config, CollectionType type,
				BeanDescription.Supplier bean, ValueDeserializer<?> deserializer) {
			return new Remembering(deserializer);
		}

		@Override
		public ValueDeserializer<?> modifyMapDeserializer(DeserializationConfig config, MapType type,
				BeanDescription.Supplier bean, ValueDeserializer<?> deserializer) {
			return new Remembering(deserializer);
		}

	}

	/**
	 * Binds a finished branch once, and what isn't there yet as null.
	 */
	private static final class Remembering extends DelegatingDeserializer {

		Remembering(ValueDeserializer<?> deserializer) {
			super(deserializer);
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> deserializer) {
			return new Remembering(deserializer);
		}

		@Override
		public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
			return (parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT) ? embedded(parser, context, null)
					: super.deserialize(parser, context);
		}

		@Override
		public @Nullable Object deserializeWithType(JsonParser parser, DeserializationContext context,
				TypeDeserializer type) {
			return (parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT) ? embedded(parser, context, type)
					: super.deserializeWithType(parser, context, type);
		}

		private @Nullable Object embedded(JsonParser parser, DeserializationContext context,
				@Nullable TypeDeserializer type) {
			Object input = parser.getEmbeddedObject();
			if (input instanceof JsonBranch branch) {
				Object before = branch.bound(this);
				if (before != null) {
					return before;
				}
				JsonParser inner = Tokens.whole(branch).asParserOnFirstToken(context);
				Object value = (type != null) ? super.deserializeWithType(inner, context, type)
						: super.deserialize(inner, context);
				if (value != null) {
					branch.bound(this, value);
				}
				return value;
			}
			if (input instanceof GrowingText growing && handledType() == Object.class) {
				return growing.text();
			}
			return getNullValue(context);
		}

	}

}
