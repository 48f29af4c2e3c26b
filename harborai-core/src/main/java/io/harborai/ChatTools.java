package io.harborai;

import java.util.function.Consumer;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.tool.ToolLoopEvent;
import io.harborai.tool.ToolRun;
import io.harborai.tool.ToolSet;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ask models that may have tools called: the tools are run, their results sent back, and
 * so on until the model answers without wanting any. Thread-safe. Every failure is a
 * {@link io.harborai.error.HarborAiException}.
 * <p>
 * Each answer is a call of its own, with retries, failover, budgets, traces and meters as
 * ever. The request's total timeout is that of the whole loop: each call gets what is
 * left of it, and so do the tools. The provider's {@code timeouts.total} is that of each
 * call. A {@code toolChoice} that forces a call holds for the first answer only.
 * <p>
 * The answer's usage, cost, attempts and times are those of all rounds together.
 */
public interface ChatTools {

	/**
	 * Ask, run what is wanted and wait for the last answer. The thread's own context,
	 * such as its trace, is there when tools run, if Micrometer's context propagation is
	 * on the class path. An interrupt cancels the loop and its tools.
	 * @param request what to ask; without tools of its own
	 * @param tools what the model may have called
	 * @return the last answer
	 * @throws io.harborai.error.HarborAiException if there is none; a
	 * {@link io.harborai.error.ToolCallException} if the model wants tools for too many
	 * rounds, its answer was cut within a call, or a call failed and failures are raised
	 * @throws IllegalStateException on a thread that must not block, such as an event
	 * loop's
	 * @throws IllegalArgumentException if the request can't be that of a loop
	 */
	ChatCompletion run(ChatCompletionRequest request, ToolSet tools);

	/**
	 * Ask and run what is wanted when subscribed to. Each subscription is a loop of its
	 * own; cancelling it cancels the call or the tools that run.
	 * @param request what to ask; without tools of its own
	 * @param tools what the model may have called
	 * @return the last answer, or one typed error
	 * @throws IllegalArgumentException if the request can't be that of a loop
	 */
	Mono<ChatCompletion> runAsync(ChatCompletionRequest request, ToolSet tools);

	/**
	 * Ask and run what is wanted when subscribed to, and tell what happens. Each
	 * subscription is a loop of its own; cancelling it cancels the call or the tools that
	 * run. A slow reader slows the vendor down. Tools are run when the answer that wants
	 * them is complete; those of a stream that breaks are never run.
	 * @param request what to ask; without tools of its own
	 * @param tools what the model may have called
	 * @return the events, the last one {@link ToolLoopEvent.Finished}; ended by
	 * completion or one typed error
	 * @throws IllegalArgumentException if the request can't be that of a loop
	 */
	Flux<ToolLoopEvent> stream(ChatCompletionRequest request, ToolSet tools);

	/**
	 * As {@link #run(ChatCompletionRequest, ToolSet)}, and get the whole conversation to
	 * go on with.
	 * @param request what to ask; without tools of its own
	 * @param tools what the model may have called
	 * @return the last answer and all messages
	 */
	ToolRun converse(ChatCompletionRequest request, ToolSet tools);

	/**
	 * As {@link #runAsync(ChatCompletionRequest, ToolSet)}, and get the whole
	 * conversation to go on with.
	 * @param request what to ask; without tools of its own
	 * @param tools what the model may have called
	 * @return the last answer and all messages, or one typed error
	 */
	Mono<ToolRun> converseAsync(ChatCompletionRequest request, ToolSet tools);

	/**
	 * Ask, run what is wanted and wait for the last answer.
	 * @param spec fills the request
	 * @param tools what the model may have called
	 * @return the last answer
	 */
	default ChatCompletion run(Consumer<ChatCompletionRequest.Builder> spec, ToolSet tools) {
		return run(ChatCompletionRequest.of(spec), tools);
	}

	/**
	 * Ask and run what is wanted when subscribed to.
	 * @param spec fills the request
	 * @param tools what the model may have called
	 * @return the last answer, or one typed error
	 */
	default Mono<ChatCompletion> runAsync(Consumer<ChatCompletionRequest.Builder> spec, ToolSet tools) {
		return runAsync(ChatCompletionRequest.of(spec), tools);
	}

	/**
	 * Ask and run what is wanted when subscribed to, and tell what happens.
	 * @param spec fills the request
	 * @param tools what the model may have called
	 * @return the events, ended by completion or one typed error
	 */
	default Flux<ToolLoopEvent> stream(Consumer<ChatCompletionRequest.Builder> spec, ToolSet tools) {
		return stream(ChatCompletionRequest.of(spec), tools);
	}

}
