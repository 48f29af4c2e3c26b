package io.harborai.call;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ContentPart;
import io.harborai.chat.Message;
import io.harborai.chat.SystemMessage;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolCall;
import io.harborai.chat.ToolMessage;
import io.harborai.chat.UserMessage;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the tokens of a request and its answer before it is sent, by rules of thumb:
 * a token for four letters of an alphabet or for one sign of Chinese, Japanese or Korean
 * writing. One look at each character, and next to nothing is made.
 */
public final class TokenEstimate {

	/** An answer of which nobody said how long it may be. */
	public static final long ANSWER = 1024;

	// A picture, a sound or a film.
	private static final long MEDIUM = 1000;

	// From here on come the scripts of East Asia.
	private static final char EAST_ASIA = 0x2E80;

	private static final long PER_MESSAGE = 4;

	// In quarters of a token.
	private long quarters;

	private TokenEstimate() {
	}

	/**
	 * Estimate what a request's messages and tools come to.
	 * @param request the request
	 * @return the tokens of the prompt
	 */
	public static long promptTokens(ChatCompletionRequest request) {
		TokenEstimate estimate = new TokenEstimate();
		request.messages().forEach(estimate::add);
		for (Tool tool : request.tools()) {
			String description = tool.description();
			estimate.add(tool.name());
			estimate.add((description != null) ? description : "");
			estimate.add(tool.parameters().toString());
		}
		return estimate.quarters / 4;
	}

	/**
	 * Estimate what a request's answers come to at the most.
	 * @param request the request
	 * @param maxOutput the tokens that an answer of the model may have, null if unknown
	 * @return the tokens of all answers
	 */
	public static long answerTokens(ChatCompletionRequest request, @Nullable Integer maxOutput) {
		Integer n = request.n();
		Integer max = request.maxTokens();
		long each = (max != null) ? max : ANSWER;
		return ((maxOutput != null) ? Math.min(each, maxOutput) : each) * ((n != null) ? n : 1);
	}

	private void add(Message message) {
		this.quarters += PER_MESSAGE * 4;
		if (message instanceof UserMessage user) {
			user.parts().forEach(this::add);
		}
		else if (message instanceof SystemMessage system) {
			add(system.content());
		}
		else if (message instanceof ToolMessage tool) {
			add(tool.content());
		}
		else if (message instanceof AssistantMessage assistant) {
			add(assistant.content());
			String reasoning = assistant.reasoning();
			add((reasoning != null) ? reasoning : "");
			for (ToolCall call : assistant.toolCalls()) {
				add(call.name());
				add(call.arguments());
			}
		}
	}

	private void add(ContentPart part) {
		if (part instanceof ContentPart.Text text) {
			add(text.text());
		}
		else {
			this.quarters += MEDIUM * 4;
		}
	}

	private void add(String text) {
		for (int i = 0; i < text.length(); i++) {
			this.quarters += (text.charAt(i) < EAST_ASIA) ? 1 : 4;
		}
	}

}
