package io.harborai.chat;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the user says: text, or a mix of text, images, audio and video.
 *
 * @param parts the parts in order, at least one
 * @param name an optional name of the participant, for models that tell several users
 * apart
 * @param additional further fields to send with the message
 */
public record UserMessage(List<ContentPart> parts, @Nullable String name,
		Map<String, Object> additional) implements Message {

	public UserMessage {
		parts = List.copyOf(parts);
		if (parts.isEmpty()) {
			throw new IllegalArgumentException("A user message needs at least one part; pass a text or an image");
		}
		additional = Additional.copyOf(additional);
	}

	/**
	 * Create a text message.
	 * @param text what the user says
	 */
	public UserMessage(String text) {
		this(List.of(new ContentPart.Text(text)), null, Map.of());
	}

	/**
	 * Create a message of several parts.
	 * @param parts the parts in order
	 * @return the message
	 */
	public static UserMessage of(ContentPart... parts) {
		return new UserMessage(List.of(parts), null, Map.of());
	}

	/**
	 * Whether every part is text.
	 * @return whether there is nothing but text
	 */
	public boolean textOnly() {
		for (ContentPart part : this.parts) {
			if (!(part instanceof ContentPart.Text)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The text parts, joined by line breaks.
	 * @return the text, "" when there is none
	 */
	public String text() {
		if (this.parts.size() == 1 && this.parts.get(0) instanceof ContentPart.Text text) {
			return text.text();
		}
		StringBuilder joined = new StringBuilder();
		for (ContentPart part : this.parts) {
			if (part instanceof ContentPart.Text text) {
				if (!joined.isEmpty()) {
					joined.append('\n');
				}
				joined.append(text.text());
			}
		}
		return joined.toString();
	}

	@Override
	public String toString() {
		return "UserMessage[" + this.parts.size() + " parts]";
	}

}
