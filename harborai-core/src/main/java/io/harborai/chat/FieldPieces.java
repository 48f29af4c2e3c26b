package io.harborai.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Fields that come in pieces. Where they stream, lists grow and some texts are appended;
 * of everything else the last one counts. Each piece is looked at once. Not thread-safe.
 */
final class FieldPieces {

	/** The fields of a message that vendors stream as pieces of a text. */
	private static final Set<String> MESSAGE_TEXTS = Set.of("encrypted_content", "refusal");

	/** The same inside an entry of OpenRouter's {@code reasoning_details}. */
	private static final Set<String> ENTRY_TEXTS = Set.of("text", "summary", "data");

	private final boolean growing;

	private final Set<String> texts;

	/** Plain values, string builders for texts, and list pieces for lists. */
	private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

	private FieldPieces(boolean growing, Set<String> texts) {
		this.growing = growing;
		this.texts = texts;
	}

	/**
	 * Fields of which the last value counts.
	 * @return no fields yet
	 */
	static FieldPieces replaced() {
		return new FieldPieces(false, Set.of());
	}

	/**
	 * Fields of a message, which stream as its text does.
	 * @return no fields yet
	 */
	static FieldPieces streamed() {
		return new FieldPieces(true, MESSAGE_TEXTS);
	}

	void add(Map<?, ?> more) {
		for (Map.Entry<?, ?> field : more.entrySet()) {
			add(String.valueOf(field.getKey()), field.getValue());
		}
	}

	private void add(String name, @Nullable Object value) {
		Object before = this.fields.get(name);
		if (value instanceof String text && this.texts.contains(name)) {
			if (before instanceof StringBuilder builder) {
				builder.append(text);
			}
			else {
				this.fields.put(name, new StringBuilder(text));
			}
		}
		else if (this.growing && value instanceof List<?> list) {
			if (before instanceof ListPieces pieces) {
				pieces.add(list);
			}
			else {
				this.fields.put(name, new ListPieces(list));
			}
		}
		else if (value != null || before == null) {
			this.fields.put(name, value);
		}
	}

	boolean isEmpty() {
		return this.fields.isEmpty();
	}

	private boolean isContinuedBy(Map<?, ?> next) {
		Object index = this.fields.get("index");
		Object type = next.get("type");
		return index != null && index.equals(next.get("index"))
				&& (type == null || type.equals(this.fields.get("type")));
	}

	/**
	 * What has come so far.
	 * @param pieces the pieces, null if none came
	 * @return a map of its own, that can't be changed
	 */
	static Map<String, Object> toMap(@Nullable FieldPieces pieces) {
		return (pieces != null) ? pieces.toMap() : Map.of();
	}

	/**
	 * What has come so far.
	 * @return a map of its own, that can't be changed
	 */
	Map<String, Object> toMap() {
		if (this.fields.isEmpty()) {
			return Map.of();
		}
		Map<String, Object> map = new LinkedHashMap<>();
		this.fields.forEach((name, value) -> {
			if (value instanceof StringBuilder text) {
				map.put(name, text.toString());
			}
			else if (value instanceof ListPieces pieces) {
				map.put(name, pieces.toList());
			}
			else {
				map.put(name, value);
			}
		});
		return Collections.unmodifiableMap(map);
	}

	/**
	 * A list that comes in pieces. An entry with the index and type of the one before it
	 * goes on with it.
	 */
	private static final class ListPieces {

		private final List<@Nullable Object> entries = new ArrayList<>();

		ListPieces(List<?> list) {
			add(list);
		}

		void add(List<?> more) {
			for (Object entry : more) {
				Object last = this.entries.isEmpty() ? null : this.entries.get(this.entries.size() - 1);
				if (!(entry instanceof Map<?, ?> map)) {
					this.entries.add(entry);
				}
				else if (last instanceof FieldPieces pieces && pieces.isContinuedBy(map)) {
					pieces.add(map);
				}
				else {
					FieldPieces pieces = new FieldPieces(false, ENTRY_TEXTS);
					pieces.add(map);
					this.entries.add(pieces);
				}
			}
		}

		List<@Nullable Object> toList() {
			List<@Nullable Object> list = new ArrayList<>(this.entries.size());
			for (Object entry : this.entries) {
				list.add((entry instanceof FieldPieces pieces) ? pieces.toMap() : entry);
			}
			return Collections.unmodifiableList(list);
		}

	}

}
