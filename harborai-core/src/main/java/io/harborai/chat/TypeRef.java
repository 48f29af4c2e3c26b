package io.harborai.chat;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;

/**
 * A generic type, which a {@link Class} can't name: {@code new TypeRef<List<City>>() {}}.
 * Immutable.
 *
 * @param <T> the type
 */
public abstract class TypeRef<T> {

	private final Type type;

	/**
	 * Name the type by subclassing.
	 * @throws IllegalStateException if the type isn't given, or has type variables
	 */
	protected TypeRef() {
		if (!(getClass().getGenericSuperclass() instanceof ParameterizedType self)) {
			throw new IllegalStateException("Give the type: new TypeRef<List<City>>() {}");
		}
		this.type = self.getActualTypeArguments()[0];
		if (!isKnown(this.type)) {
			throw new IllegalStateException("A variable of '" + this.type.getTypeName()
					+ "' stands for a type that isn't known when the program runs: name the type itself");
		}
	}

	private TypeRef(Type type) {
		this.type = type;
	}

	private static boolean isKnown(Type type) {
		if (type instanceof ParameterizedType generic) {
			return Arrays.stream(generic.getActualTypeArguments()).allMatch(TypeRef::isKnown);
		}
		return !(type instanceof TypeVariable<?>
				|| type instanceof GenericArrayType array && !isKnown(array.getGenericComponentType()));
	}

	/**
	 * A type that is known as a class or otherwise.
	 * @param <T> the type
	 * @param type the type
	 * @return a reference to it
	 */
	public static <T> TypeRef<T> of(Class<T> type) {
		return new Known<>(type);
	}

	/**
	 * A type that is known only by reflection.
	 * @param type the type
	 * @return a reference to it
	 */
	public static TypeRef<?> of(Type type) {
		return new Known<>(type);
	}

	/**
	 * The type.
	 * @return a class, or a generic type
	 */
	public final Type type() {
		return this.type;
	}

	@Override
	public final boolean equals(Object other) {
		return other instanceof TypeRef<?> ref && ref.type.equals(this.type);
	}

	@Override
	public final int hashCode() {
		return this.type.hashCode();
	}

	@Override
	public final String toString() {
		return this.type.getTypeName();
	}

	/**
	 * A type that needs no subclass to be known.
	 */
	private static final class Known<T> extends TypeRef<T> {

		private Known(Type type) {
			super(type);
		}

	}

}
