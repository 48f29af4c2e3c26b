package io.harborai.test;

import java.util.List;
import java.util.function.Consumer;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ToolCall;
import io.harborai.usage.Usage;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a {@link ChatCompletion}, its first choice that is. Failures show the
 * test's own answers.
 */
public final class ChatCompletionAssert extends AbstractAssert<ChatCompletionAssert, ChatCompletion> {

	ChatCompletionAssert(ChatCompletion actual) {
		super(actual, ChatCompletionAssert.class);
	}

	/**
	 * Verify the text.
	 * @param expected the whole text
	 * @return this
	 */
	public ChatCompletionAssert hasContent(String expected) {
		isNotNull();
		if (!expected.equals(this.actual.content())) {
			throw failureWithActualExpected(this.actual.content(), expected,
					"Expected the answer\n  %s\nbut it is\n  %s", expected, this.actual.content());
		}
		return this;
	}

	/**
	 * Verify a part of the text.
	 * @param expected what it contains
	 * @return this
	 */
	public ChatCompletionAssert containsContent(String expected) {
		isNotNull();
		if (!this.actual.content().contains(expected)) {
			throw failure("Expected the answer to contain\n  %s\nbut it is\n  %s", expected, this.actual.content());
		}
		return this;
	}

	/**
	 * Verify why the model stopped, whatever the vendor's word for it.
	 * @param expected the reason
	 * @return this
	 */
	public ChatCompletionAssert hasFinishReason(FinishReason expected) {
		isNotNull();
		FinishReason reason = this.actual.finishReason();
		if (reason == null || !reason.is(expected)) {
			throw failure("Expected the finish reason %s, but it is %s", expected, reason);
		}
		return this;
	}

	/**
	 * Verify that the model wants a tool called.
	 * @param name the tool's name
	 * @return this
	 */
	public ChatCompletionAssert hasToolCall(String name) {
		return hasToolCall(name, (call) -> {
		});
	}

	/**
	 * Verify that the model wants a tool called, and how.
	 * @param name the tool's name
	 * @param requirements assertions on the first call of the tool
	 * @return this
	 */
	public ChatCompletionAssert hasToolCall(String name, Consumer<ToolCall> requirements) {
		List<ToolCall> calls = toolCalls();
		ToolCall call = calls.stream()
			.filter((candidate) -> candidate.name().equals(name))
			.findFirst()
			.orElseThrow(() -> failure("Expected a call of the tool '%s', but the answer calls %s", name,
					calls.isEmpty() ? "none" : calls.stream().map(ToolCall::name).toList()));
		requirements.accept(call);
		return this;
	}

	/**
	 * Verify that the model wants no tool called.
	 * @return this
	 */
	public ChatCompletionAssert hasNoToolCalls() {
		List<ToolCall> calls = toolCalls();
		if (!calls.isEmpty()) {
			throw failure("Expected no tool calls, but the answer calls %s",
					calls.stream().map(ToolCall::name).toList());
		}
		return this;
	}

	/**
	 * Verify the tokens that were counted.
	 * @param prompt the tokens of the input
	 * @param completion the tokens of the output
	 * @return this
	 */
	public ChatCompletionAssert usedTokens(long prompt, long completion) {
		isNotNull();
		Usage usage = this.actual.usage();
		if (usage.isMissing() || usage.promptTokens() != prompt || usage.completionTokens() != completion) {
			throw failure("Expected %s + %s tokens to be used, but %s", prompt, completion, usage.isMissing()
					? "usage is missing" : usage.promptTokens() + " + " + usage.completionTokens() + " were");
		}
		return this;
	}

	/**
	 * Verify which provider answered.
	 * @param expected the provider's configured name
	 * @return this
	 */
	public ChatCompletionAssert cameFrom(String expected) {
		isNotNull();
		if (!this.actual.meta().provider().equals(expected)) {
			throw failure("Expected the answer to come from provider '%s', but it came from '%s'", expected,
					this.actual.meta().provider());
		}
		return this;
	}

	private List<ToolCall> toolCalls() {
		isNotNull();
		return this.actual.toolCalls();
	}

}
