package io.harborai.json;

import java.math.BigInteger;
import java.util.Map;

import io.harborai.json.JsonBranch.Fields;
import io.harborai.json.JsonBranch.Items;
import io.harborai.json.PartialModule.GrowingText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Turns a value into what Jackson binds from.
 */
final class Tokens {

	private final TokenBuffer buffer = TokenBuffer.forGeneration();

	private final boolean embedding;

	private final boolean nested;

	private Tokens(boolean embedding, boolean nested) {
		this.embedding = embedding;
		this.nested = nested;
	}

	/**
	 * All of a finished value.
	 */
	static TokenBuffer whole(@Nullable Object value) {
		Tokens tokens = new Tokens(false, true);
		tokens.plain(value);
		return tokens.buffer;
	}

	/**
	 * What can be seen of a value that grows, finished branches as themselves.
	 * @param value the value
	 * @param nested whether fields whose objects still grow are shown
	 */
	static TokenBuffer visible(@Nullable Object value, boolean nested) {
		Tokens tokens = new Tokens(true, nested);
		tokens.open(value);
		return tokens.buffer;
	}

	private void open(@Nullable Object value) {
		if (value instanceof Fields object && !object.isFinished()) {
			this.buffer.writeStartObject();
			for (Map.Entry<String, @Nullable Object> field : object.map().entrySet()) {
				boolean growsAgain = field.getKey().equals(object.growingName());
				boolean shown = this.nested || !(field.getValue() instanceof Fields fields && !fields.isFinished());
				if (shown && !growsAgain) {
					this.buffer.writeName(field.getKey());
					open(field.getValue());
				}
			}
			String name = object.growingName();
			if (name != null) {
				this.buffer.writeName(name);
				this.buffer.writePOJO(new GrowingText(object.growingText()));
			}
			this.buffer.writeEndObject();
		}
		else if (value instanceof Items array && !array.isFinished()) {
			this.buffer.writeStartArray();
			for (int i = 0; i < array.size(); i++) {
				open(array.get(i));
			}
			this.buffer.writeEndArray();
		}
		else {
			plain(value);
		}
	}

	private void plain(@Nullable Object value) {
		if (value instanceof JsonBranch branch) {
			branch(branch);
		}
		else if (value == null) {
			this.buffer.writeNull();
		}
		else if (value instanceof String text) {
			this.buffer.writeString(text);
		}
		else if (value instanceof Boolean bool) {
			this.buffer.writeBoolean(bool);
		}
		else if (value instanceof Integer number) {
			this.buffer.writeNumber(number);
		}
		else if (value instanceof Long number) {
			this.buffer.writeNumber(number);
		}
		else if (value instanceof BigInteger number) {
			this.buffer.writeNumber(number);
		}
		else {
			// As text: what it becomes is the reader's choice.
			this.buffer.writeNumber(value.toString());
		}
	}

	private void branch(JsonBranch branch) {
		if (this.embedding) {
			this.buffer.writePOJO(branch);
		}
		else if (branch instanceof Fields object) {
			this.buffer.writeStartObject();
			object.map().forEach((name, field) -> {
				this.buffer.writeName(name);
				plain(field);
			});
			this.buffer.writeEndObject();
		}
		else if (branch instanceof Items array) {
			this.buffer.writeStartArray();
			for (int i = 0; i < array.size(); i++) {
				plain(array.get(i));
			}
			this.buffer.writeEndArray();
		}
	}

}
