package io.harborai.tool;

import java.util.List;
import java.util.function.Function;

import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Ticker;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Message;
import io.harborai.tool.ToolLoopEvent.Finished;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Asks a model, runs the tools that it wants, and asks again with their results until it
 * wants none. Stands in front of the call chain, through which each answer goes as a call
 * of its own. Thread-safe.
 */
public final class ToolLoop {

	private final ChatHandler chain;

	private final Ticker ticker;

	private final Sinks.Empty<Void> closing = Sinks.empty();

	/**
	 * Create the loop.
	 * @param chain answers the calls
	 * @param ticker the time
	 */
	public ToolLoop(ChatHandler chain, Ticker ticker) {
		this.chain = chain;
		this.ticker = ticker;
	}

	ChatHandler chain() {
		return this.chain;
	}

	Ticker ticker() {
		return this.ticker;
	}

	/**
	 * Completes when tools must end.
	 */
	Mono<Void> closing() {
		return this.closing.asMono();
	}

	/**
	 * Go through a loop when subscribed to.
	 * @param request what to ask
	 * @param tools what the model may have called
	 * @param start starts each of its calls
	 * @return the last answer and the conversation, or one typed error
	 * @throws IllegalArgumentException if the request can't be that of a loop
	 */
	public Mono<ToolRun> run(ChatCompletionRequest request, ToolSet tools,
			Function<ChatCompletionRequest, ChatCall> start) {
		check(request);
		return Flux.defer(() -> new LoopRun(this, request, tools, start, false).events())
			.ofType(Finished.class)
			.single()
			.map(Finished::run);
	}

	/**
	 * Go through a loop when subscribed to, and tell what happens in it.
	 * @param request what to ask
	 * @param tools what the model may have called
	 * @param start starts each of its calls
	 * @return the events, the last one {@link Finished}; ended by completion or one typed
	 * error
	 * @throws IllegalArgumentException if the request can't be that of a loop
	 */
	public Flux<ToolLoopEvent> stream(ChatCompletionRequest request, ToolSet tools,
			Function<ChatCompletionRequest, ChatCall> start) {
		check(request);
		return Flux.defer(() -> new LoopRun(this, request, tools, start, true).events());
	}

	private static void check(ChatCompletionRequest request) {
		if (!request.tools().isEmpty()) {
			throw new IllegalArgumentException("The request has tools of its own, which nobody would run: "
					+ request.tools() + ". Put them into the tool set, with what they do");
		}
		if (request.n() != null && request.n() > 1) {
			throw new IllegalArgumentException("A tool loop follows one answer. Leave 'n' out");
		}
		List<Message> messages = request.messages();
		if (messages.get(messages.size() - 1) instanceof AssistantMessage last && last.prefix()) {
			throw new IllegalArgumentException(
					"A tool loop can't continue the start of an answer. Leave the prefix out");
		}
	}

	/**
	 * End the tools that run with a typed error, and those that come.
	 */
	public void close() {
		this.closing.tryEmitEmpty();
	}

}
