package io.harborai.tool;

import java.time.Duration;
import java.util.Map;

import io.harborai.call.Ticker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolCall;
import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import io.harborai.error.ShuttingDownException;
import io.harborai.error.ToolCallException;
import io.harborai.error.ToolCallException.Reason;
import io.harborai.json.Json;
import io.harborai.tool.ToolLoopEvent.ToolResult;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.ContextView;

/**
 * Calls the tools of one loop: where they may block, no longer than they may, and with
 * what they throw made into a result or a typed error. Thread-safe.
 */
final class ToolCaller {

	private final ToolSet tools;

	private final Ticker ticker;

	private final LoopDeadline deadline;

	private final Mono<Void> closing;

	ToolCaller(ToolSet tools, Ticker ticker, LoopDeadline deadline, Mono<Void> closing) {
		this.tools = tools;
		this.ticker = ticker;
		this.deadline = deadline;
		this.closing = closing;
	}

	/**
	 * Call a tool when subscribed to.
	 * @param invocation what the model wants
	 * @param answer the answer that it wants it in
	 * @return what the model is to be told, or one typed error; cancelling it cancels the
	 * tool
	 */
	Mono<ToolResult> call(ToolInvocation invocation, ChatCompletion answer) {
		return Mono.defer(() -> {
			long start = this.ticker.nanoTime();
			ToolCall call = invocation.call();
			BoundTool tool = this.tools.find(call.name());
			Mono<String> result = (tool != null) ? watched(tool, invocation, answer) : Mono.error(() -> failure(answer,
					call, Reason.UNKNOWN_TOOL, "the model called a tool that isn't in the tool set", null));
			return result.map((text) -> result(invocation, text, null, start))
				.onErrorResume(ToolCallException.class, (ex) -> (this.tools.onFailure() == ToolSet.OnFailure.RAISE)
						? Mono.error(ex) : Mono.just(result(invocation, told(call, ex), ex, start)));
		});
	}

	private ToolResult result(ToolInvocation invocation, String content, @Nullable ToolCallException failure,
			long start) {
		return new ToolResult(invocation.round(), invocation.call(), content, failure,
				Duration.ofNanos(this.ticker.nanoTime() - start));
	}

	/**
	 * The tool, unless its time, the loop's or the client's is over before.
	 */
	private Mono<String> watched(BoundTool tool, ToolInvocation invocation, ChatCompletion answer) {
		Mono<String> closed = this.closing.then(Mono
			.error(() -> new ShuttingDownException(ErrorDetails.problem("the client was closed while a tool ran")
				.remedy("Raise the shutdown grace period if loops should be let finish.")
				.build(), null)));
		return Mono.firstWithSignal(closed, alarm(tool, invocation.call(), answer), body(tool, invocation)
			.onErrorMap(Exception.class, (ex) -> failure(tool, invocation.call(), answer, ex)));
	}

	private Mono<String> alarm(BoundTool tool, ToolCall call, ChatCompletion answer) {
		return Mono.defer(() -> {
			Duration timeout = this.tools.timeout(tool);
			long left = this.deadline.leftNanos();
			boolean loop = left < timeout.toNanos();
			Sinks.Empty<String> over = Sinks.empty();
			Ticker.Scheduled alarm = this.ticker
				.schedule(
						() -> over.tryEmitError(
								loop ? this.deadline.exceeded()
										: failure(answer, call, Reason.TIMEOUT, "tool '" + tool.name()
												+ "' took longer than the " + timeout + " it may", null)),
						Math.min(left, timeout.toNanos()));
			return over.asMono().doFinally((signal) -> alarm.cancel());
		});
	}

	private Mono<String> body(BoundTool tool, ToolInvocation invocation) {
		Mono<Tried> tried = Mono.deferContextual((context) -> Mono.just(attempt(tool, invocation, context)));
		return (tool.blocking() ? tried.subscribeOn(this.tools.scheduler()) : tried).flatMap(Tried::result);
	}

	/**
	 * Throws nothing: a tool that is cancelled may still throw, and nobody would be there
	 * to take it.
	 */
	private static Tried attempt(BoundTool tool, ToolInvocation invocation, ContextView context) {
		try {
			return new Tried(ThreadLocals.with(context, () -> tool.body().call(invocation)), null);
		}
		catch (Exception | Error ex) {
			return new Tried(null, ex);
		}
	}

	private static ToolCallException failure(BoundTool tool, ToolCall call, ChatCompletion answer, Exception thrown) {
		if (thrown instanceof ArgumentsException bad) {
			return failure(answer, call, Reason.INVALID_ARGUMENTS,
					"the model's arguments for tool '" + tool.name() + "' can't be used: " + bad.problem(), null);
		}
		return failure(answer, call, Reason.FAILED,
				"tool '" + tool.name() + "' failed with " + thrown.getClass().getSimpleName(), thrown);
	}

	private static ToolCallException failure(ChatCompletion answer, ToolCall call, Reason reason, String problem,
			@Nullable Exception cause) {
		return new ToolCallException(LoopErrors.details(problem, answer).remedy(switch (reason) {
			case UNKNOWN_TOOL -> "tool() has its name; describe better which tools there are.";
			case INVALID_ARGUMENTS -> "Describe better what the tool takes.";
			case TIMEOUT -> "Raise the tool's timeout, or make it faster.";
			default -> "The cause says why.";
		}).build(), reason, call.name(), cause);
	}

	/**
	 * What the model reads instead of a result.
	 */
	private String told(ToolCall call, ToolCallException failure) {
		String error = switch (failure.reason()) {
			case UNKNOWN_TOOL -> "there is no tool '" + call.name() + "'. There are: "
					+ String.join(", ", this.tools.tools().stream().map(Tool::name).toList());
			case FAILED -> message(failure.getCause());
			default -> failure.details().problem();
		};
		return Json.text(Map.of("error", error));
	}

	private static String message(@Nullable Throwable cause) {
		if (cause == null) {
			return "the tool failed";
		}
		// Its remedy is for people.
		String message = (cause instanceof HarborAiException known) ? known.details().problem() : cause.getMessage();
		return (message != null && !message.isBlank()) ? message : cause.getClass().getSimpleName();
	}

	/**
	 * What came of calling a tool's body.
	 *
	 * @param returned what it returned
	 * @param thrown what it threw, null if nothing
	 */
	private record Tried(@Nullable Object returned, @Nullable Throwable thrown) {

		Mono<String> result() {
			return (this.thrown != null) ? Mono.error(this.thrown) : ResultText.of(this.returned);
		}

	}

}
