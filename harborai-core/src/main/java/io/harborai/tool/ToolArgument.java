package io.harborai.tool;

import java.lang.reflect.Type;

import io.harborai.chat.JsonSchema;
import io.harborai.chat.TypeRef;
import io.harborai.json.Binding;
import io.harborai.json.IncrementalParser;
import io.harborai.json.IncrementalParser.State;
import io.harborai.json.JsonBranch.Fields;
import io.harborai.json.SchemaCheck;
import io.harborai.json.SchemaCheck.Misfit;
import org.jspecify.annotations.Nullable;

/**
 * A value that a tool takes: what the model is told of it, and how what the model writes
 * is checked and turned into Java. Thread-safe.
 *
 * @param <T> the value's type
 */
final class ToolArgument<T> {

	private final JsonSchema schema;

	private final SchemaCheck check;

	private final Binding<T> binding;

	private ToolArgument(Type type) {
		this.schema = JsonSchema.of(TypeRef.of(type));
		this.check = new SchemaCheck(this.schema.toMap());
		this.binding = new Binding<>(type);
	}

	static <T> ToolArgument<T> of(Class<T> type) {
		return new ToolArgument<>(type);
	}

	static ToolArgument<?> of(Type type) {
		return new ToolArgument<>(type);
	}

	JsonSchema schema() {
		return this.schema;
	}

	/**
	 * Read a value.
	 * @param value what the model wrote
	 * @param path where, as a JSON pointer; "" for all of it
	 * @return the value
	 * @throws ArgumentsException if it isn't of the type
	 */
	T read(@Nullable Object value, String path) {
		check(this.check, value, path);
		try {
			return this.binding.whole(value);
		}
		catch (Binding.UnboundException ex) {
			throw unfit(path + ex.path(), ex.reason());
		}
	}

	/**
	 * Check a value against a schema.
	 * @param schema the schema
	 * @param value what the model wrote
	 * @param path where, as a JSON pointer; "" for all of it
	 * @throws ArgumentsException if it doesn't fit
	 */
	static void check(SchemaCheck schema, @Nullable Object value, String path) {
		Misfit misfit = schema.check(value);
		if (misfit != null) {
			throw unfit(path + misfit.path(), misfit.reason());
		}
	}

	static ArgumentsException unfit(String path, String reason) {
		return new ArgumentsException((path.isEmpty() ? "the object" : path) + " " + reason);
	}

	/**
	 * Read the arguments of a call.
	 * @param json what the model wrote
	 * @return the object that it must be; empty for {@code null}, which models send to
	 * tools without parameters
	 * @throws ArgumentsException if it is something else
	 */
	static Fields parse(String json) {
		IncrementalParser parser = new IncrementalParser(false);
		int end = parser.push(json, 0);
		parser.end();
		if (parser.state() == State.BROKEN) {
			throw new ArgumentsException("they aren't valid JSON from character " + end + " on");
		}
		if (parser.state() == State.READING) {
			throw new ArgumentsException("they end in the middle of the JSON");
		}
		if (!json.substring(end).isBlank()) {
			throw new ArgumentsException("something follows the JSON at character " + end);
		}
		Object root = parser.root();
		if (root == null) {
			return new Fields();
		}
		if (!(root instanceof Fields fields)) {
			throw new ArgumentsException("they aren't a JSON object");
		}
		return fields;
	}

}
