package io.harborai;

import java.util.function.Function;

import io.harborai.call.ChatCall;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.tool.ToolLoop;
import io.harborai.tool.ToolLoopEvent;
import io.harborai.tool.ToolRun;
import io.harborai.tool.ToolSet;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The tools API on the loop.
 */
final class ToolChat implements ChatTools {

	private final ToolLoop loop;

	private final Function<ChatCompletionRequest, ChatCall> start;

	private ToolChat(ToolLoop loop, Function<ChatCompletionRequest, ChatCall> start) {
		this.loop = loop;
		this.start = start;
	}

	/**
	 * Create the API. Says the interface, so that who names it needn't load this class.
	 */
	static ChatTools of(ToolLoop loop, Function<ChatCompletionRequest, ChatCall> start) {
		return new ToolChat(loop, start);
	}

	@Override
	public ChatCompletion run(ChatCompletionRequest request, ToolSet tools) {
		return converse(request, tools).completion();
	}

	@Override
	public Mono<ChatCompletion> runAsync(ChatCompletionRequest request, ToolSet tools) {
		return converseAsync(request, tools).map(ToolRun::completion);
	}

	@Override
	public Flux<ToolLoopEvent> stream(ChatCompletionRequest request, ToolSet tools) {
		return this.loop.stream(request, tools, this.start);
	}

	@Override
	public ToolRun converse(ChatCompletionRequest request, ToolSet tools) {
		BlockingCall.checkMayBlock("run()", "Use runAsync() or stream() in reactive code");
		return BlockingCall.await(converseAsync(request, tools).contextCapture());
	}

	@Override
	public Mono<ToolRun> converseAsync(ChatCompletionRequest request, ToolSet tools) {
		return this.loop.run(request, tools, this.start);
	}

}
