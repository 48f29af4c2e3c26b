package io.harborai.test;

import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.FinishReason;
import io.harborai.chat.Tool;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.harborai.test.HarborAiAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HarborAiAssertions}: that they pass, and that they fail and say why.
 */
@HarborAiTest(providers = { "deepseek", "openai" })
class HarborAiAssertionsTests {

	private SimulatedVendor vendor;

	private HarborAiClient client;

	@BeforeEach
	void script() {
		this.vendor.next(Reply.answer().text("All is well.").usage(7, 4));
	}

	@Test
	void countsRequests() {
		ask();
		assertThat(this.vendor).receivedRequests(1)
			.receivedRequests(Dialect.DEEPSEEK, 1)
			.receivedRequests(Dialect.OPENAI, 0);
		fails(() -> assertThat(this.vendor).receivedRequests(2),
				"Expected the vendor to have received 2 requests, but it received 1:\n  POST /deepseek/chat/completions");
		fails(() -> assertThat(this.vendor).receivedRequests(Dialect.OPENAI, 1),
				"1 requests for OPENAI, but it received 0");
		fails(() -> assertThat(this.vendor).request(2), "to have received request 2, but it received 1");
		this.vendor.reset();
		fails(() -> assertThat(this.vendor).lastRequest(), "to have received request 1, but it received 0");
	}

	@Test
	void looksAtRequests() {
		ask();
		RecordedRequestAssert request = assertThat(this.vendor).lastRequest();
		request.hasDialect(Dialect.DEEPSEEK)
			.hasModel("deepseek-flash")
			.hasUserMessage("How is it?")
			.hasSystemMessage("Be brief.")
			.hasField("temperature", 0.5)
			.hasNoField("top_p")
			.hasHeader("Authorization")
			.hasHeader("content-type", "application/json")
			.isNotStreamed();
		fails(() -> request.hasDialect(Dialect.OPENAI), "dialect to be OPENAI, but it is DEEPSEEK");
		fails(() -> request.hasModel("gpt"), "field 'model' to be \"gpt\", but it is \"deepseek-flash\"");
		fails(() -> request.hasUserMessage("Be brief."),
				"a user message\n  Be brief.\nbut the request has \n  How is it?");
		fails(() -> request.hasSystemMessage("Hi"), "a system message\n  Hi");
		fails(() -> request.hasField("temperature", 1), "to be 1, but it is 0.5");
		fails(() -> request.hasNoField("temperature"), "to be absent, but it is 0.5");
		fails(() -> request.hasHeader("x-mine"), "header 'x-mine', but only these were sent: [");
		fails(() -> request.hasTool("clock"), "tool 'clock', but the request has the tools []");
		fails(request::isStreamed, "as a stream, but it was asked for in one piece");
	}

	@Test
	void showsNoHeader() {
		ask();
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.vendor).lastRequest().hasHeader("authorization", "Bearer other"))
			.withMessageContaining("'authorization' was sent with another value")
			.withMessageNotContaining("simulated-key");
	}

	@Test
	void looksAtStreamsToolsAndParts() {
		this.client.chat()
			.completions()
			.stream((r) -> r.model("openai/gpt-test")
				.user("What time is it?")
				.tool(Tool.function("clock", "Tells the time", Map.of("type", "object"))))
			.blockLast();
		assertThat(this.vendor).lastRequest().isStreamed().hasTool("clock").hasUserMessage("What time is it?");
	}

	@Test
	void looksAtAnswers() {
		ChatCompletion completion = ask();
		assertThat(completion).hasContent("All is well.")
			.containsContent("is well")
			.hasFinishReason(FinishReason.STOP)
			.hasNoToolCalls()
			.usedTokens(7, 4)
			.cameFrom("deepseek");
		fails(() -> assertThat(completion).hasContent("No."), "Expected the answer\n  No.\nbut it is\n  All is well.");
		fails(() -> assertThat(completion).containsContent("bad"), "to contain\n  bad\nbut it is\n  All is well.");
		fails(() -> assertThat(completion).hasFinishReason(FinishReason.LENGTH), "reason length, but it is stop");
		fails(() -> assertThat(completion).hasToolCall("clock"), "tool 'clock', but the answer calls none");
		fails(() -> assertThat(completion).usedTokens(7, 5), "7 + 5 tokens to be used, but 7 + 4 were");
		fails(() -> assertThat(completion).cameFrom("openai"), "provider 'openai', but it came from 'deepseek'");
	}

	@Test
	void looksAtToolCalls() {
		this.vendor.reset();
		this.vendor.next(Reply.answer().toolCall("clock", "{\"zone\":\"UTC\"}").noUsage());
		ChatCompletion completion = ask();
		assertThat(completion).hasToolCall("clock")
			.hasToolCall("clock", (call) -> assertThat(call.arguments()).contains("UTC"));
		fails(() -> assertThat(completion).hasToolCall("clock", (call) -> assertThat(call.arguments()).contains("CET")),
				"CET");
		fails(() -> assertThat(completion).hasToolCall("other"), "but the answer calls [clock]");
		fails(() -> assertThat(completion).hasNoToolCalls(), "Expected no tool calls, but the answer calls [clock]");
		fails(() -> assertThat(completion).usedTokens(1, 1), "but usage is missing");
	}

	private ChatCompletion ask() {
		return this.client.chat()
			.completions()
			.create((r) -> r.model("deepseek-flash").system("Be brief.").user("How is it?").temperature(0.5));
	}

	private static void fails(ThrowingCallable assertion, String message) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessageContaining(message);
	}

}
