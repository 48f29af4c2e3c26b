package io.harborai.chat;

import java.net.URI;
import java.util.Base64;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A part of a {@link UserMessage}. Immutable; {@code toString} shows sizes, never
 * content. URLs are given to the vendor; HarborAI never fetches one.
 */
public sealed interface ContentPart {

	/**
	 * A text.
	 * @param text the text
	 * @return the part
	 */
	static ContentPart text(String text) {
		return new Text(text);
	}

	/**
	 * An image that the vendor fetches.
	 * @param url an {@code https:} (or {@code data:}) URL
	 * @return the part
	 */
	static ContentPart image(URI url) {
		return new Image(url.toString(), null);
	}

	/**
	 * An image sent along.
	 * @param bytes the image file
	 * @param mimeType its type, for example {@code image/png}
	 * @return the part
	 */
	static ContentPart image(byte[] bytes, String mimeType) {
		return new Image(dataUrl(bytes, mimeType), null);
	}

	/**
	 * A video that the vendor fetches.
	 * @param url an {@code https:} (or {@code data:}) URL
	 * @return the part
	 */
	static ContentPart video(URI url) {
		return new Video(url.toString(), null);
	}

	/**
	 * A video sent along.
	 * @param bytes the video file
	 * @param mimeType its type, for example {@code video/mp4}
	 * @return the part
	 */
	static ContentPart video(byte[] bytes, String mimeType) {
		return new Video(dataUrl(bytes, mimeType), null);
	}

	/**
	 * Audio sent along.
	 * @param bytes the audio file
	 * @param format its format as the vendor names it, for example {@code wav} or
	 * {@code mp3}
	 * @return the part
	 */
	static ContentPart audio(byte[] bytes, String format) {
		return new Audio(Base64.getEncoder().encodeToString(bytes), format);
	}

	private static String dataUrl(byte[] bytes, String mimeType) {
		return "data:" + mimeType + ";base64," + Base64.getEncoder().encodeToString(bytes);
	}

	/**
	 * A text.
	 *
	 * @param text the text
	 */
	record Text(String text) implements ContentPart {

		public Text {
			Objects.requireNonNull(text, "'text' must not be null");
		}

		@Override
		public String toString() {
			return "Text[" + this.text.length() + " chars]";
		}

	}

	/**
	 * An image.
	 *
	 * @param url where it is, or a {@code data:} URL that holds it
	 * @param detail how closely the model should look, in the vendor's words
	 * ({@code low}, {@code high}); null for the vendor's default
	 */
	record Image(String url, @Nullable String detail) implements ContentPart {

		public Image {
			Objects.requireNonNull(url, "'url' must not be null");
		}

		/**
		 * The same image with a level of detail.
		 * @param detail the level in the vendor's words
		 * @return a new part
		 */
		public Image withDetail(String detail) {
			return new Image(this.url, detail);
		}

		@Override
		public String toString() {
			return "Image[" + this.url.length() + " chars]";
		}

	}

	/**
	 * Audio.
	 *
	 * @param base64 the audio file, base64
	 * @param format its format as the vendor names it
	 */
	record Audio(String base64, String format) implements ContentPart {

		public Audio {
			Objects.requireNonNull(base64, "'base64' must not be null");
			Objects.requireNonNull(format, "'format' must not be null");
		}

		@Override
		public String toString() {
			return "Audio[" + this.format + ", " + this.base64.length() + " chars]";
		}

	}

	/**
	 * A video.
	 *
	 * @param url where it is, or a {@code data:} URL that holds it
	 * @param fps how many frames a second the model should look at; null for the vendor's
	 * default
	 */
	record Video(String url, @Nullable Double fps) implements ContentPart {

		public Video {
			Objects.requireNonNull(url, "'url' must not be null");
		}

		/**
		 * The same video with a frame rate.
		 * @param fps frames a second
		 * @return a new part
		 */
		public Video withFps(double fps) {
			return new Video(this.url, fps);
		}

		@Override
		public String toString() {
			return "Video[" + this.url.length() + " chars]";
		}

	}

}
