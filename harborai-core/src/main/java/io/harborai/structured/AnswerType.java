package io.harborai.structured;

import java.lang.reflect.Type;

import io.harborai.chat.JsonSchema;
import io.harborai.chat.StructuredOutputException.Reason;
import io.harborai.chat.TypeRef;
import io.harborai.json.Binding;
import io.harborai.json.JsonBranch;
import io.harborai.json.SchemaCheck;
import io.harborai.json.SchemaCheck.Misfit;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to ask for and to read values of one type. Vendors want an object at
 * the top, so anything else is put into one. Thread-safe.
 *
 * @param <T> the type
 */
final class AnswerType<T> {

	private final Type type;

	private final JsonSchema asked;

	private final boolean array;

	private final @Nullable String field;

	private final SchemaCheck check;

	private final Binding<T> binding;

	private final @Nullable Constraints constraints;

	AnswerType(TypeRef<T> type, @Nullable Constraints constraints) {
		JsonSchema own = JsonSchema.of(type);
		this.type = type.type();
		this.array = "array".equals(own.toMap().get("type"));
		this.field = own.isObject() ? null : this.array ? "items" : "value";
		this.asked = (this.field != null) ? own.inside(this.field) : own;
		this.check = new SchemaCheck(own.toMap());
		this.binding = new Binding<>(this.type);
		this.constraints = constraints;
	}

	Type type() {
		return this.type;
	}

	/**
	 * The schema that is asked for.
	 */
	JsonSchema schema() {
		return this.asked;
	}

	/**
	 * Whether a text may be the start of an answer. A list is taken with and without the
	 * object around it.
	 */
	boolean startsWith(char c) {
		return c == '{' || (c == '[' && this.array);
	}

	/**
	 * The part of what the model wrote that is the value.
	 * @param root a branch, finished or not
	 * @return the part, null if it hasn't come
	 */
	@Nullable Object part(@Nullable Object root) {
		return (this.field != null && root instanceof JsonBranch.Fields object) ? object.shown(this.field) : root;
	}

	/**
	 * What can be made of a value that still grows.
	 * @param root what the model has written
	 * @return the value, null if nothing can be made of it yet
	 */
	@Nullable T partial(@Nullable Object root) {
		Object part = part(root);
		return (part != null) ? this.binding.partial(part) : null;
	}

	/**
	 * Read a complete value.
	 * @param root what the model has written
	 * @return the value or what is wrong
	 */
	Reading<T> whole(@Nullable Object root) {
		return isBare(root) ? value(root) : value(part(root));
	}

	/**
	 * A model that has only the prompt may leave out the object around the value.
	 */
	private boolean isBare(@Nullable Object root) {
		return this.field != null && root instanceof JsonBranch.Fields object && !object.map().isEmpty()
				&& !object.map().containsKey(this.field);
	}

	/**
	 * Read a complete value that is not inside an object.
	 * @param part a finished branch or a leaf
	 * @return the value or what is wrong
	 */
	Reading<T> value(@Nullable Object part) {
		Misfit misfit = this.check.check(part);
		if (misfit != null) {
			return Reading.failed(Failure.misfit(misfit));
		}
		try {
			T value = this.binding.whole(part);
			Failure broken = (this.constraints != null) ? this.constraints.check(value) : null;
			return (broken != null) ? Reading.failed(broken) : new Reading<>(value, null);
		}
		catch (Binding.UnboundException ex) {
			return Reading.failed(new Failure(Reason.DOES_NOT_FIT, ex.path(), ex.reason()));
		}
	}

	/**
	 * A value, or why there is none.
	 *
	 * @param value the value
	 * @param failure why there is none
	 * @param <T> the value's type
	 */
	record Reading<T>(@Nullable T value, @Nullable Failure failure) {

		static <T> Reading<T> failed(Failure failure) {
			return new Reading<>(null, failure);
		}

	}

}
