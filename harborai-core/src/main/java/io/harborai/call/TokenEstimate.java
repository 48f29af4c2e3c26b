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
 * (api-docs.deepseek.com, "Token &amp; Token Usage"). Pictures, sounds and films count
 * nothing: nobody knows what a vendor makes of them.
 */
public final class TokenEstimate {

	// In tenths of a token.
	private static final int LATIN = 3;

	private static final int OTHER = 6;

	private TokenEstimate() {
	}

	/**
	 * Estimate what a request's messages and tools come to.
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
