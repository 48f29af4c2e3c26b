package io.harborai.call;

import java.util.List;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ContentPart;
import io.harborai.chat.Message;
import io.harborai.chat.SystemMessage;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolCall;
import io.harborai.chat.ToolMessage;
import io.harborai.chat.UserMessage;

/**
 * Estimates how many tokens a request has before anybody has counted them, by DeepSeek's
 * rule of thumb: 0.3 tokens for a Latin character and 0.6 for a Chinese one
 * (api-docs.deepseek.com, "Token &amp; Token Usage"). One look at each character, and
 * nothing is made but the text of a tool's parameters.
 */
public final class TokenEstimate {

	// In tenths of a token.
	private static final int LATIN = 3;

	private static final int OTHER = 6;

	/** An answer of which nobody said how long it may be. */
	static final long ANSWER = 1024;

	/** A picture, a sound or a film, where one must be counted. */
	static final long MEDIUM = 1000;

	private TokenEstimate() {
	}

	/**
	 * Estimate what a request may use in all, so that it can be set aside: the prompt,
	 * what is sent along, and as long an answer as is allowed.
	 * @param request the request
	 * @return the tokens, at least 1
	 */
	public static long tokens(ChatCompletionRequest request) {
		Integer n = request.n();
		Integer max = request.maxTokens();
		return promptTokens(request) + media(request) * MEDIUM
				+ ((max != null) ? max : ANSWER) * ((n != null) ? n : 1);
	}

	private static int media(ChatCompletionRequest request) {
		int media = 0;
		for (Message message : request.messages()) {
			if (message instanceof UserMessage user) {
				for (ContentPart part : user.parts()) {
					media += (part instanceof ContentPart.Text) ? 0 : 1;
				}
			}
		}
		return media;
	}

	/**
	 * Estimate what a request's messages and tools come to. Pictures, sounds and films
	 * count nothing: nobody knows what a vendor makes of them.
	 * @param request the request
	 * @return the tokens, at least 1
	 */
	public static long promptTokens(ChatCompletionRequest request) {
		long tenths = 0;
		for (Message message : request.messages()) {
			tenths += tenths(message);
		}
		for (Tool tool : request.tools()) {
			String description = tool.description();
			tenths += tenths(tool.name()) + ((description != null) ? tenths(description) : 0)
					+ tenths(tool.parameters().toString());
		}
		return Math.max(1, tenths / 10);
	}

	private static long tenths(Message message) {
		if (message instanceof UserMessage user) {
			return tenths(user.parts());
		}
		if (message instanceof SystemMessage system) {
			return tenths(system.content());
		}
		if (message instanceof ToolMessage tool) {
			return tenths(tool.content());
		}
		AssistantMessage assistant = (AssistantMessage) message;
		long tenths = tenths(assistant.content());
		for (ToolCall call : assistant.toolCalls()) {
			tenths += tenths(call.name()) + tenths(call.arguments());
		}
		return tenths;
	}

	private static long tenths(List<ContentPart> parts) {
		long tenths = 0;
		for (ContentPart part : parts) {
			if (part instanceof ContentPart.Text text) {
				tenths += tenths(text.text());
			}
		}
		return tenths;
	}

	private static long tenths(String text) {
		long tenths = 0;
		for (int i = 0; i < text.length(); i++) {
			// What stands before the scripts of East Asia.
			tenths += (text.charAt(i) < 0x2E80) ? LATIN : OTHER;
		}
		return tenths;
	}

}
