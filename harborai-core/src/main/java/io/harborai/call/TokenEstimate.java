package io.harborai.call;

import java.util.List;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ChunkChoice;
import io.harborai.chat.ContentPart;
import io.harborai.chat.JsonSchema;
import io.harborai.chat.Message;
import io.harborai.chat.SystemMessage;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolCall;
import io.harborai.chat.ToolMessage;
import io.harborai.chat.UserMessage;
import io.harborai.embedding.EmbeddingInput;
import io.harborai.embedding.EmbeddingRequest;
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
	 * Estimate what a request's messages, tools and schema come to.
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
		JsonSchema answer = request.answerSchema();
		if (answer != null) {
			estimate.add(answer.toJson());
		}
		return estimate.quarters / 4;
	}

	/**
	 * Estimate what the inputs of a request come to.
	 * @param request the request
	 * @return the tokens of all inputs
	 */
	public static long promptTokens(EmbeddingRequest request) {
		long tokens = 0;
		for (EmbeddingInput input : request.inputs()) {
			tokens += tokens(input);
		}
		return tokens;
	}

	/**
	 * Estimate what an input comes to.
	 * @param input the input
	 * @return its tokens, at least one
	 */
	public static long tokens(EmbeddingInput input) {
		TokenEstimate estimate = new TokenEstimate();
		if (input instanceof EmbeddingInput.Text text) {
			estimate.add(text.text());
		}
		else if (input instanceof EmbeddingInput.Parts parts) {
			parts.parts().forEach(estimate::add);
		}
		return Math.max(1, estimate.quarters / 4);
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

	/**
	 * Estimate what a step of a stream adds to its answers.
	 * @param chunk the step
	 * @return quarters of tokens, so that steps can be added up
	 */
	public static long quarters(ChatCompletionChunk chunk) {
		long quarters = 0;
		List<ChunkChoice> choices = chunk.choices();
		for (int i = 0; i < choices.size(); i++) {
			ChunkChoice choice = choices.get(i);
			String reasoning = choice.reasoning();
			quarters += quarters(choice.content()) + ((reasoning != null) ? quarters(reasoning) : 0);
			for (int k = 0; k < choice.toolCalls().size(); k++) {
				quarters += quarters(choice.toolCalls().get(k).arguments());
			}
		}
		return quarters;
	}

	/**
	 * Estimate what the answers of a completion come to.
	 * @param completion the completion
	 * @return quarters of tokens
	 */
	public static long quarters(ChatCompletion completion) {
		TokenEstimate estimate = new TokenEstimate();
		completion.choices().forEach((choice) -> estimate.addText(choice.message()));
		return estimate.quarters;
	}

	private static long quarters(String text) {
		long quarters = 0;
		for (int i = 0; i < text.length(); i++) {
			quarters += (text.charAt(i) < EAST_ASIA) ? 1 : 4;
		}
		return quarters;
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
			addText(assistant);
		}
	}

	private void addText(AssistantMessage assistant) {
		add(assistant.content());
		String reasoning = assistant.reasoning();
		add((reasoning != null) ? reasoning : "");
		for (ToolCall call : assistant.toolCalls()) {
			add(call.name());
			add(call.arguments());
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
		this.quarters += quarters(text);
	}

}
