package io.harborai.fault;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.harborai.error.CallCancelledException;
import io.harborai.error.HarborAiException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.simulator.ConnectionScript;
import io.harborai.simulator.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The blocking façade on threads of all kinds.
 */
@ExtendWith(LeakGuard.class)
class BlockingCallTests {

	private final ScriptedServer server = ScriptedServer.start();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	@DisplayName("F72 an interrupt cancels the call and stays set")
	void interrupted() throws Exception {
		this.server.next(ConnectionScript.onRequest());
		try (Wired wired = Wired.to(this.server.url())) {
			AtomicReference<Throwable> thrown = new AtomicReference<>();
			CompletableFuture<Boolean> flag = new CompletableFuture<>();
			Thread waiting = new Thread(() -> {
				try {
					wired.client().chat().completions().create(Wired.ask("plain"));
				}
				catch (HarborAiException ex) {
					thrown.set(ex);
				}
				flag.complete(Thread.currentThread().isInterrupted());
			});
			waiting.start();
			assertThat(this.server.connection(1, Reading.PATIENCE).awaitRequests(1, Reading.PATIENCE)).isTrue();
			waiting.interrupt();
			assertThat(flag.get()).isTrue();
			assertThat(thrown.get()).isExactlyInstanceOf(CallCancelledException.class);
			assertThat(this.server.connection(1, Reading.PATIENCE).awaitClosedByClient(Reading.PATIENCE)).isTrue();
		}
	}

	@Test
	@DisplayName("F72 a thread that was interrupted before doesn't wait")
	void interruptedBefore() {
		try (Wired wired = Wired.to(this.server.url())) {
			Thread.currentThread().interrupt();
			assertThatThrownBy(() -> wired.client().chat().completions().create(Wired.ask("plain")))
				.isExactlyInstanceOf(CallCancelledException.class);
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	@DisplayName("F73 on an event loop: IllegalStateException with the remedy, and nothing is sent")
	void onAnEventLoop() {
		this.server.next(ConnectionScript.onRequest().respond(200, "application/json", Sse.completion("Hello")));
		try (Wired wired = Wired.to(this.server.url())) {
			Reading<Object> reading = new Reading<>(Long.MAX_VALUE);
			wired.client()
				.chat()
				.completions()
				.createAsync(Wired.ask("plain"))
				.map((completion) -> (Object) wired.client().chat().completions().create(Wired.ask("plain")))
				.subscribe(reading);
			assertThat(reading.ended().errors().get(0)).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("createAsync()");
			Reading<Object> parallel = new Reading<>(Long.MAX_VALUE);
			Mono.fromCallable(() -> (Object) wired.client().chat().completions().create(Wired.ask("plain")))
				.subscribeOn(Schedulers.parallel())
				.subscribe(parallel);
			assertThat(parallel.ended().errors().get(0)).isInstanceOf(IllegalStateException.class);
			assertThat(this.server.connection(1, Reading.PATIENCE).requests()).isEqualTo(1);
		}
	}

	@Test
	@DisplayName("An error's stack trace shows who called")
	void stackTrace() {
		this.server.next(ConnectionScript.onRequest().respond(500, "application/json", "{}"));
		try (Wired wired = Wired.to(this.server.url())) {
			ProviderUnavailableException failure = catchThrowableOfType(ProviderUnavailableException.class,
					() -> wired.client().chat().completions().create(Wired.ask("plain")));
			assertThat(failure.getStackTrace()).anyMatch((frame) -> frame.getMethodName().contains("stackTrace"));
		}
	}

}
