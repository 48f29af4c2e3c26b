package io.harborai.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An object or array as it is read: it grows until it is finished. Leaves are strings,
 * booleans, null, and numbers as {@link Integer}, {@link Long},
 * {@link java.math.BigInteger} or {@link java.math.BigDecimal}. Not thread-safe.
 */
public abstract sealed class JsonBranch {

	private boolean finished;

	// What the branch became when it was bound for the first time, and by which type.
	private @Nullable Object boundBy;

	private @Nullable Object bound;

	private JsonBranch() {
	}

	/**
	 * Whether its end has been read.
	 * @return whether nothing can be added
	 */
	public boolean isFinished() {
		return this.finished;
	}

	/**
	 * How many fields or items there are.
	 * @return the number of those whose value, or in an array whose end, has come
	 */
	public abstract int size();

	void finish() {
		this.finished = true;
	}

	@Nullable Object bound(Object by) {
		return (this.boundBy == by) ? this.bound : null;
	}

	void bound(Object by, Object value) {
		this.boundBy = by;
		this.bound = value;
	}

	/**
	 * What can be seen of a value while it grows: of an array only what is finished.
	 * @param value a branch or a leaf
	 * @return maps, lists and leaves of its own
	 */
	public static @Nullable Object visible(@Nullable Object value) {
		if (value instanceof Fields object) {
			Map<String, @Nullable Object> map = new LinkedHashMap<>();
			object.fields.forEach((name, field) -> map.put(name, visible(field)));
			if (object.growingName != null) {
				map.put(object.growingName, object.growingText());
			}
			return map;
		}
		if (value instanceof Items array) {
			List<@Nullable Object> list = new ArrayList<>(array.size());
			for (int i = 0; i < array.size(); i++) {
				list.add(visible(array.get(i)));
			}
			return list;
		}
		return value;
	}

	/**
	 * An object. Of a name that comes twice the last value counts.
	 */
	public static final class Fields extends JsonBranch {

		private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

		private @Nullable String growingName;

		private @Nullable StringBuilder growing;

		/**
		 * The fields whose values have begun, but for a string that still grows.
		 * @return the fields in order, not to be changed
		 */
		public Map<String, @Nullable Object> map() {
			return this.fields;
		}

		/**
		 * What can be seen of a field.
		 * @param name its name
		 * @return a branch, a leaf, or what has come of a string; null if nothing has
		 */
		public @Nullable Object shown(String name) {
			return name.equals(this.growingName) ? growingText() : this.fields.get(name);
		}

		@Override
		public int size() {
			return this.fields.size();
		}

		void put(String name, @Nullable Object value) {
			this.growingName = null;
			this.growing = null;
			this.fields.put(name, value);
		}

		void grow(String name, StringBuilder text) {
			this.growingName = name;
			this.growing = text;
		}

		@Nullable String growingName() {
			return this.growingName;
		}

		/**
		 * The text so far; half of a surrogate pair isn't shown.
		 */
		String growingText() {
			StringBuilder text = this.growing;
			if (text == null || text.isEmpty()) {
				return "";
			}
			int length = text.length();
			return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
		}

	}

	/**
	 * An array of finished items.
	 */
	public static final class Items extends JsonBranch {

		private final List<@Nullable Object> items = new ArrayList<>();

		@Override
		public int size() {
			return this.items.size();
		}

		/**
		 * A finished item.
		 * @param index its place
		 * @return a branch or a leaf
		 */
		public @Nullable Object get(int index) {
			return this.items.get(index);
		}

		void add(@Nullable Object item) {
			this.items.add(item);
		}

	}

}
