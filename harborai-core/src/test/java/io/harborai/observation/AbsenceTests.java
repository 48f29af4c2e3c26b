package io.harborai.observation;

import java.util.List;

import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Instrumentation;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where nobody looks, nothing stands in the chain.
 */
class AbsenceTests {

	private final ChatHandler end = new ChatHandler() {

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return Mono.empty();
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			return Flux.empty();
		}

	};

	@Test
	void withoutInstrumentationTheChainIsAsItWas() {
		assertThat(Instrumentation.of(List.of())).isSameAs(Instrumentation.NONE);
		assertThat(Instrumentation.NONE.aroundCalls(this.end)).isSameAs(this.end);
		assertThat(Instrumentation.NONE.aroundAttempts(this.end)).isSameAs(this.end);
	}

	@Test
	void withoutAnObservationRegistryTheChainIsAsItWas() {
		ChatObservations observations = new ChatObservations(ObservationRegistry.NOOP);
		assertThat(observations.aroundCalls(this.end)).isSameAs(this.end);
		assertThat(observations.aroundAttempts(this.end)).isSameAs(this.end);
	}

}
