package io.harborai.benchmarks.client;

import io.harborai.HarborAiClient;
import io.harborai.benchmarks.harness.ChatClient;
import io.harborai.benchmarks.harness.ClientFactory;
import io.harborai.benchmarks.harness.Outcome;
import io.harborai.benchmarks.harness.Target;
import io.harborai.chat.ChatCompletionChunk;

/**
 * Makes HarborAI for reactive use.
 */
public final class HarborAiReactive implements ClientFactory {

	@Override
	public ChatClient create(Target target) {
		return new Client(Setups.client(target));
	}

	private record Client(HarborAiClient client) implements ChatClient {

		@Override
		public Style callStyle() {
			return Style.ASYNC;
		}

		@Override
		public Object models() {
			return this.client.availableModels();
		}

		@Override
		public void call(Outcome outcome) {
			this.client.chat()
				.completions()
				.createAsync(Setups.REQUEST)
				.subscribe((completion) -> outcome.done(completion.content().length()), outcome::failed);
		}

		@Override
		public void stream(Outcome outcome) {
			this.client.chat()
				.completions()
				.stream(Setups.REQUEST)
				.subscribe((chunk) -> tell(chunk, outcome), outcome::failed, () -> outcome.done(0));
		}

		private static void tell(ChatCompletionChunk chunk, Outcome outcome) {
			String text = chunk.content();
			if (!text.isEmpty()) {
				outcome.chunk(text.length());
			}
		}

		@Override
		public boolean unload() {
			this.client.providers().snapshot().entries().values().forEach((entry) -> entry.handle().unload());
			return true;
		}

		@Override
		public void close() {
			this.client.close();
		}

	}

}
