package io.harborai.embedding;

import java.util.List;
import java.util.Objects;

import io.harborai.chat.ContentPart;

/**
 * One thing that becomes one vector. Immutable; {@code toString} shows sizes, never
 * content.
 */
public sealed interface EmbeddingInput {

	/**
	 * A text.
	 * @param text the text, not empty
	 * @return the input
	 */
	static EmbeddingInput text(String text) {
		return new Text(text);
	}

	/**
	 * Several parts that become one vector together, for models that also take images or
	 * video.
	 * @param parts the parts in order, at least one
	 * @return the input
	 */
	static EmbeddingInput parts(ContentPart... parts) {
		return new Parts(List.of(parts));
	}

	/**
	 * A text.
	 *
	 * @param text the text, not empty
	 */
	record Text(String text) implements EmbeddingInput {

		public Text {
			Objects.requireNonNull(text, "'text' must not be null");
			if (text.isEmpty()) {
				throw new IllegalArgumentException("An input must not be empty: vendors refuse it. Leave it out");
			}
		}

		@Override
		public String toString() {
			return "Text[" + this.text.length() + " chars]";
		}

	}

	/**
	 * Parts that become one vector together.
	 *
	 * @param parts the parts in order, at least one
	 */
	record Parts(List<ContentPart> parts) implements EmbeddingInput {

		public Parts {
			parts = List.copyOf(parts);
			if (parts.isEmpty()) {
				throw new IllegalArgumentException("An input needs at least one part; pass a text or an image");
			}
		}

		@Override
		public String toString() {
			return "Parts[" + this.parts.size() + "]";
		}

	}

}
