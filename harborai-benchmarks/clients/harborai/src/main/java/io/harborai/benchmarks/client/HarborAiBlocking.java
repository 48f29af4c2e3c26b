package io.harborai.benchmarks.client;

import io.harborai.HarborAiClient;
import io.harborai.benchmarks.harness.ChatClient;
import io.harborai.benchmarks.harness.ClientFactory;
import io.harborai.benchmarks.harness.Outcome;
import io.harborai.benchmarks.harness.Target;

/**
 * Makes HarborAI for use by threads that wait.
 */
public final class HarborAiBlocking implements ClientFactory {

	@Override
	public ChatClient create(Target target) {
		return new Client(Setups.client(target));
	}

	private record Client(HarborAiClient client) implements ChatClient {

		@Override
		public Style callStyle() {
			return Style.BLOCKING;
		}

		@Override
		public Object models() {
			return this.client.availableModels();
		}

		@Override
		public void call(Outcome outcome) {
			outcome.done(this.client.chat().completions().create(Setups.REQUEST).content().length());
		}

		@Override
		public void stream(Outcome outcome) {
			this.client.chat().completions().stream(Setups.REQUEST).toStream().forEach((chunk) -> {
				if (!chunk.content().isEmpty()) {
					outcome.chunk(chunk.content().length());
				}
			});
			outcome.done(0);
		}

		@Override
		public void close() {
			this.client.close();
		}

	}

}
