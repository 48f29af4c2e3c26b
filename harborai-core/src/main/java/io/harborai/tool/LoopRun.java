package io.harborai.tool;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Ticker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionAccumulator;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ToolCall;
import io.harborai.chat.ToolChoice;
import io.harborai.chat.ToolMessage;
import io.harborai.error.ToolCallException;
import io.harborai.error.ToolCallException.Reason;
import io.harborai.tool.ToolLoopEvent.Delta;
import io.harborai.tool.ToolLoopEvent.Finished;
import io.harborai.tool.ToolLoopEvent.RoundStarted;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * One loop on its way: asks, runs what the answer wants, asks again. Its steps come one
 * after the other, so it needs no lock.
 */
final class LoopRun {

	private final ChatHandler chain;

	private final Function<ChatCompletionRequest, ChatCall> start;

	private final Ticker ticker;

	private final ToolSet tools;

	private final ToolCaller caller;

	private final boolean streamed;

	private final long startNanos;

	private final LoopDeadline deadline;

	private final LoopTotals totals = new LoopTotals();

	private ChatCompletionRequest conversation;

	private @Nullable ChatCompletion wanting;

	private int round;

	private boolean over;

	LoopRun(ToolLoop loop, ChatCompletionRequest request, ToolSet tools,
			Function<ChatCompletionRequest, ChatCall> start, boolean streamed) {
		this.chain = loop.chain();
		this.ticker = loop.ticker();
		this.start = start;
		this.tools = tools;
		this.streamed = streamed;
		this.startNanos = this.ticker.nanoTime();
		this.deadline = new LoopDeadline(this.ticker, request.options().totalTimeout());
		this.caller = new ToolCaller(tools, this.ticker, this.deadline, loop.closing());
		this.conversation = request.toBuilder().tools(tools.tools()).build();
	}

	/**
	 * Go through the loop.
	 * @return what happens in it
	 */
	Flux<ToolLoopEvent> events() {
		// Repeated and not nested: a loop of many rounds is no deeper than one of few.
		return Flux.defer(this::step).repeat(() -> !this.over);
	}

	private Flux<ToolLoopEvent> step() {
		ChatCompletion answer = this.wanting;
		return (answer != null) ? runTools(answer) : ask();
	}

	/**
	 * Each answer is a call of its own, that gets what is left of the loop's time.
	 */
	private Flux<ToolLoopEvent> ask() {
		this.round++;
		Duration left = this.deadline.left();
		ChatCompletionRequest request = (left == null) ? this.conversation
				: this.conversation.toBuilder().options(this.conversation.options().withTotalTimeout(left)).build();
		ChatCall call = this.start.apply(request);
		if (!this.streamed) {
			return this.chain.complete(call).flatMapMany(this::answered);
		}
		ChatCompletionAccumulator answer = new ChatCompletionAccumulator();
		return this.chain.stream(call).<ToolLoopEvent>handle((chunk, events) -> {
			answer.add(chunk);
			if (isShown(chunk)) {
				events.next(new Delta(this.round, chunk));
			}
		})
			// Tools are run when the answer is complete and never before: a stream that
			// breaks ends here.
			.concatWith(Flux.defer(() -> answered(answer.toCompletion())));
	}

	private static boolean isShown(ChatCompletionChunk chunk) {
		return !chunk.content().isEmpty() || chunk.reasoning() != null;
	}

	private Flux<ToolLoopEvent> answered(ChatCompletion answer) {
		this.totals.add(answer);
		ChatCompletionRequest.Builder next = this.conversation.toBuilder().message(answer.message());
		if (isForced(this.conversation.toolChoice())) {
			// It would never stop calling.
			next.toolChoice(ToolChoice.AUTO);
		}
		this.conversation = next.build();
		if (answer.toolCalls().isEmpty()) {
			this.over = true;
			return Flux.just(new Finished(
					new ToolRun(this.totals.of(answer, time()), this.conversation.messages(), this.round)));
		}
		ToolCallException objection = objection(answer);
		if (objection != null) {
			return Flux.error(objection);
		}
		this.wanting = answer;
		return Flux.just(new RoundStarted(this.round, answer));
	}

	private Duration time() {
		return Duration.ofNanos(this.ticker.nanoTime() - this.startNanos);
	}

	private static boolean isForced(@Nullable ToolChoice choice) {
		return choice != null
				&& (choice.mode() == ToolChoice.Mode.REQUIRED || choice.mode() == ToolChoice.Mode.FUNCTION);
	}

	private @Nullable ToolCallException objection(ChatCompletion answer) {
		FinishReason finish = answer.finishReason();
		if (finish != null
				&& (finish.is(FinishReason.LENGTH) || finish.is(FinishReason.CONTENT_FILTER) || finish.isError())) {
			return new ToolCallException(LoopErrors
				.details("the answer was cut (" + finish + ") before its tool calls were complete; none was run",
						answer)
				.remedy("Raise maxTokens, or ask for less.")
				.build(), Reason.CUT, null, null);
		}
		if (this.round > this.tools.maxRounds()) {
			return new ToolCallException(LoopErrors
				.details("the model still wanted tools when results had been sent back " + this.tools.maxRounds()
						+ " times", answer)
				.remedy("Raise the tool set's maxRounds, or describe better what the tools are for.")
				.build(), Reason.TOO_MANY_ROUNDS, null, null);
		}
		return null;
	}

	private Flux<ToolLoopEvent> runTools(ChatCompletion answer) {
		this.wanting = null;
		List<ToolCall> calls = answer.toolCalls();
		ToolMessage[] results = new ToolMessage[calls.size()];
		ChatCompletionRequest request = this.conversation;
		return Flux.range(0, results.length).<ToolLoopEvent>flatMap((place) -> {
			ToolInvocation invocation = new ToolInvocation(calls.get(place), this.round, request);
			return this.caller.call(invocation, answer)
				.doOnNext((result) -> results[place] = new ToolMessage(result.call().id(), result.content()));
		}, this.tools.parallelism()).concatWith(Flux.defer(() -> {
			this.conversation = request.toBuilder().messages(List.of(results)).build();
			return Flux.empty();
		}));
	}

}
