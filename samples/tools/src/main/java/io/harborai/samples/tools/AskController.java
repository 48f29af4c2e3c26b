package io.harborai.samples.tools;

import io.harborai.HarborAiClient;
import io.harborai.tool.ToolLoopEvent;
import io.harborai.tool.ToolLoopEvent.Delta;
import io.harborai.tool.ToolLoopEvent.Finished;
import io.harborai.tool.ToolLoopEvent.RoundStarted;
import io.harborai.tool.ToolLoopEvent.ToolResult;
import io.harborai.tool.ToolSet;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Asks, and tells what happens while the answer comes about. Who goes away ends the call,
 * and the tools that run.
 */
@RestController
final class AskController {

	private final HarborAiClient client;

	private final ToolSet tools;

	AskController(HarborAiClient client, Harbor harbor) {
		this.client = client;
		this.tools = ToolSet.of(harbor);
	}

	@GetMapping(path = "/ask", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
	Flux<String> ask(@RequestParam String q) {
		return this.client.chat()
			.tools()
			.stream((request) -> request.system("You are a harbour master. Look things up before you answer.").user(q),
					this.tools)
			.map(AskController::text);
	}

	private static String text(ToolLoopEvent event) {
		if (event instanceof Delta delta) {
			return delta.content();
		}
		if (event instanceof RoundStarted round) {
			StringBuilder calls = new StringBuilder("\n");
			round.calls()
				.forEach((call) -> calls.append("→ ")
					.append(call.name())
					.append(' ')
					.append(call.arguments())
					.append('\n'));
			return calls.toString();
		}
		if (event instanceof ToolResult result) {
			return "← " + result.call().name() + " " + result.content() + "\n";
		}
		return (event instanceof Finished finished) ? "\n[" + finished.round() + " answers, "
				+ finished.completion().usage().totalTokens() + " tokens, " + finished.completion().cost() + "]\n" : "";
	}

}
