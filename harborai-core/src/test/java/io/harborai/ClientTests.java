package io.harborai;

import java.util.List;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.Reasoning;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the client against every vendor that the simulator speaks for.
 */
class ClientTests {

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private HarborAiClient client;

	@BeforeEach
	void makeClient() {
		this.client = HarborAiClient.builder()
			.provider("deepseek", (p) -> p.apiKey("sk-test-key-1").baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK)))
			.provider("doubao", (p) -> p.apiKey("test-key-2").baseUrl(this.vendor.baseUrl(Dialect.DOUBAO)))
			.provider("wenxin", (p) -> p.apiKey("bce-v3/test-key-3").baseUrl(this.vendor.baseUrl(Dialect.WENXIN)))
			.provider("openai", (p) -> p.apiKey("sk-test-key-4").baseUrl(this.vendor.baseUrl(Dialect.OPENAI)))
			.build();
	}

	@AfterEach
	void close() {
		this.client.close();
		this.vendor.close();
	}

	@ParameterizedTest
	@EnumSource(Dialect.class)
	void answersAtOnceAndStreamed(Dialect dialect) {
		String model = switch (dialect) {
			case DEEPSEEK -> "deepseek/deepseek-flash";
			case DOUBAO -> "doubao/doubao-seed-1-6-250615";
			case WENXIN -> "wenxin/ernie-4.5-turbo-128k";
			case OPENAI -> "openai/gpt-test";
		};
		ChatCompletion completion = this.client.chat()
			.completions()
			.create((r) -> r.model(model).system("Be brief.").user("What is a bulkhead?"));
		assertThat(completion.content()).isNotBlank();
		assertThat(completion.usage().totalTokens()).isPositive();
		assertThat(completion.meta().attempts()).hasSize(1);
		assertThat(completion.meta().requestId()).isNotNull();
		List<ChatCompletionChunk> chunks = this.client.chat()
			.completions()
			.stream((r) -> r.model(model).user("What is a bulkhead?").reasoning(Reasoning.off()))
			.collectList()
			.block();
		assertThat(chunks).hasSizeGreaterThan(2);
		assertThat(chunks.get(chunks.size() - 1).last()).isTrue();
		assertThat(chunks.get(chunks.size() - 1).usage().totalTokens()).isPositive();
		assertThat(chunks.get(chunks.size() - 1).meta().timeToFirstToken()).isPositive();
	}

	@Test
	void twoHundredStreamsUseAtMostTwoConnections() {
		for (int i = 0; i < 200; i++) {
			this.client.chat().completions().stream((r) -> r.model("deepseek-flash").user("Hello")).blockLast();
		}
		assertThat(this.vendor.connections().opened()).isLessThanOrEqualTo(2);
	}

}
