package io.harborai.fault;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.ConnectionFailedException;
import io.harborai.simulator.ConnectionScript;
import io.harborai.simulator.Gate;
import io.harborai.simulator.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F75: good and bad endings that come at the same moment. One of them wins, and nothing
 * follows it.
 */
@ExtendWith(LeakGuard.class)
class EndingRaceTests {

	private final ScriptedServer server = ScriptedServer.start();

	@AfterEach
	void close() {
		this.server.close();
	}

	@RepeatedTest(25)
	@DisplayName("F75 the progress clock fires while the end arrives")
	void clockAgainstCompletion() {
		Gate gate = new Gate();
		this.server.next(ConnectionScript.onRequest()
			.startStream()
			.sendChunk(Sse.text("Hel"))
			.hold(gate)
			.sendChunk(Sse.text("lo") + Sse.FINISH + Sse.DONE)
			.sendChunk(""));
		try (Wired wired = Wired.to(this.server.url())) {
			Reading<ChatCompletionChunk> reading = wired.stream().awaitItems(1);
			CompletableFuture<Void> late = CompletableFuture
				.runAsync(() -> wired.ticker().advance(Duration.ofSeconds(61)));
			gate.open();
			reading.ended();
			late.join();
			verify(reading);
		}
	}

	@RepeatedTest(25)
	@DisplayName("F75 the connection breaks right behind the end")
	void resetAgainstCompletion() {
		this.server.next(ConnectionScript.onRequest()
			.startStream()
			.sendChunk(Sse.text("Hel"))
			.sendChunk(Sse.text("lo") + Sse.FINISH + Sse.DONE)
			.reset());
		try (Wired wired = Wired.to(this.server.url())) {
			verify(wired.stream().ended());
		}
	}

	private static void verify(Reading<ChatCompletionChunk> reading) {
		// Also checks that nothing has come since.
		reading.ended();
		if (reading.errors().isEmpty()) {
			assertThat(Sse.content(reading.items())).isEqualTo("Hello");
		}
		else {
			assertThat(reading.errors().get(0)).isInstanceOfAny(StreamInterruptedException.class,
					ConnectionFailedException.class);
			assertThat(Sse.content(reading.items())).isSubstringOf("Hello");
		}
	}

}
