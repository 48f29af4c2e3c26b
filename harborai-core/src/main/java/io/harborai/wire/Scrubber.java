package io.harborai.wire;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.harborai.call.Call;
import io.harborai.call.ChatCall;
import io.harborai.call.EmbeddingCall;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletionRequest;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a vendor's message what must not end up in a log: keys, which vendors echo
 * whole or in part, and prompts, of which they quote pieces. What was taken out shows as
 * {@code […]}. The cost is in proportion to the request's text.
 */
public final class Scrubber {

	private static final int MAX_LENGTH = 300;

	/** More of a message is never looked at. */
	private static final int MAX_INPUT = 4_000;

	private static final String REMOVED = "[…]";

	private static final Pattern ANSI = Pattern.compile("\u001B(?:\\[[0-9;?]{0,20}[ -/]{0,4}[@-~]?|[@-Z\\\\-_])");

	private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

	private Scrubber() {
	}

	/**
	 * Clean a message.
	 * @param vendorMessage what the vendor said
	 * @param secrets the configured keys
	 * @param request what was asked, null when nothing was
	 * @return one line of at most 300 characters
	 */
	public static String scrub(String vendorMessage, Collection<String> secrets,
			@Nullable ChatCompletionRequest request) {
		Redaction redaction = withoutSecrets(vendorMessage, secrets);
		if (request != null) {
			PromptEchoes.hide(request, redaction);
		}
		return shorten(redaction.render(REMOVED));
	}

	/**
	 * Clean a message about a call.
	 * @param vendorMessage what the vendor said
	 * @param secrets the configured keys
	 * @param call what was asked, null when nothing was
	 * @param answer what had been answered, null when nothing had
	 * @return one line of at most 300 characters
	 */
	public static String scrub(String vendorMessage, Collection<String> secrets, @Nullable Call<?> call,
			@Nullable AssistantMessage answer) {
		Redaction redaction = withoutSecrets(vendorMessage, secrets);
		if (call instanceof ChatCall chat) {
			PromptEchoes.hide(chat.request(), redaction);
		}
		else if (call instanceof EmbeddingCall embedding) {
			PromptEchoes.hide(embedding.request(), redaction);
		}
		if (answer != null) {
			PromptEchoes.hide(answer, redaction);
		}
		return shorten(redaction.render(REMOVED));
	}

	private static Redaction withoutSecrets(String vendorMessage, Collection<String> secrets) {
		Redaction redaction = new Redaction(line(decode(head(vendorMessage))));
		KeyShapes.hide(redaction);
		SecretEchoes.hide(secrets, redaction);
		return redaction;
	}

	/**
	 * The same as {@link #scrub} finds it in the message: on one line, without control
	 * characters, white space single.
	 * @param text a text
	 * @return the text on one line
	 */
	static String line(String text) {
		StringBuilder line = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			int type = Character.getType(c);
			if (Character.isWhitespace(c) || Character.isSpaceChar(c) || type == Character.CONTROL) {
				if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
					line.append(' ');
				}
			}
			// Format characters are invisible, and some turn the reading direction.
			else if (type != Character.FORMAT) {
				line.append(c);
			}
		}
		int end = line.length();
		return (end > 0 && line.charAt(end - 1) == ' ') ? line.substring(0, end - 1) : line.toString();
	}

	private static String head(String text) {
		return (text.length() <= MAX_INPUT) ? text : text.substring(0, MAX_INPUT);
	}

	/** Colours go; what a vendor escaped twice is read, or a prompt could hide in it. */
	private static String decode(String text) {
		String plain = ANSI.matcher(text).replaceAll("");
		if (!plain.contains("\\u")) {
			return plain;
		}
		return UNICODE_ESCAPE.matcher(plain)
			.replaceAll(
					(match) -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
	}

	private static String shorten(String text) {
		String whole = Utf8.whole(text);
		if (whole.length() <= MAX_LENGTH) {
			return whole;
		}
		int end = MAX_LENGTH - 1;
		return whole.substring(0, Character.isHighSurrogate(whole.charAt(end - 1)) ? end - 1 : end) + "…";
	}

}
