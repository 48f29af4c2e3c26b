package io.harborai.tool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import io.harborai.HarborAiClient;
import io.harborai.call.TestTicker;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolMessage;
import io.harborai.error.CallCancelledException;
import io.harborai.error.CallTimeoutException;
import io.harborai.error.ShuttingDownException;
import io.harborai.error.ToolCallException;
import io.harborai.error.ToolCallException.Reason;
import io.harborai.fault.LeakGuard;
import io.harborai.fault.Reading;
import io.harborai.fault.Wired;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.tool.ToolLoopEvent.Finished;
import io.harborai.tool.ToolLoopEvent.ToolResult;
import io.harborai.tool.ToolSet.OnFailure;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Where tools run, with what around them, for how long, and what becomes of them when
 * nobody wants them any more. Each {@link Wired} checks at its end that nothing is left.
 */
@ExtendWith(LeakGuard.class)
class ToolExecutionTests {

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.vendor.close();
	}

	private Wired wired() {
		return Wired.to(this.vendor.baseUrl(Dialect.DEEPSEEK));
	}

	private void wants(String... tools) {
		Reply reply = Reply.answer().reasoning("");
		for (String tool : tools) {
			reply = reply.toolCall(tool, "{}");
		}
		this.vendor.next(reply).next(Reply.answer().reasoning("").text("Done."));
	}

	private static ToolSet.Builder with(String name, Function<String, ?> body) {
		return ToolSet.builder().tool(plain(name), body);
	}

	private static Tool plain(String name) {
		return Tool.function(name, "Does it", Map.of("type", "object"));
	}

	/** Waits until it is told to stop. */
	private Object hang() {
		this.started.countDown();
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			this.interrupted.countDown();
		}
		throw new IllegalStateException("canary: nobody may hear of this");
	}

	private static boolean happens(CountDownLatch latch) {
		try {
			return latch.await(Reading.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Reading<ToolLoopEvent> stream(Wired wired, ToolSet tools) {
		return stream(wired, Wired.ask("plain"), tools);
	}

	private static Reading<ToolLoopEvent> stream(Wired wired, ChatCompletionRequest request, ToolSet tools) {
		Reading<ToolLoopEvent> reading = new Reading<>(Long.MAX_VALUE);
		wired.client().chat().tools().stream(request, tools).subscribe(reading);
		return reading;
	}

	private static ToolResult result(List<ToolLoopEvent> events) {
		return (ToolResult) events.stream().filter(ToolResult.class::isInstance).findFirst().orElseThrow();
	}

	@Test
	void toolsOfOneAnswerRunAtTheSameTime() {
		wants("meet", "meet", "meet");
		CyclicBarrier all = new CyclicBarrier(3);
		ToolSet tools = with("meet", (json) -> {
			try {
				return all.await(Reading.PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}).onFailure(OnFailure.RAISE).build();
		try (Wired wired = wired()) {
			assertThat(stream(wired, tools).completed()).filteredOn(ToolResult.class::isInstance).hasSize(3);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void notMoreRunAtTheSameTimeThanMay(int parallelism) {
		wants("count", "count", "count", "count", "count", "count");
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger done = new AtomicInteger();
		Semaphore mayEnd = new Semaphore(0);
		ToolSet tools = with("count", (json) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			mayEnd.acquireUninterruptibly();
			running.decrementAndGet();
			return done.incrementAndGet();
		}).parallelism(parallelism).build();
		try (Wired wired = wired()) {
			Reading<ToolLoopEvent> reading = stream(wired, tools);
			for (int i = 0; i < 6; i++) {
				int left = Math.min(parallelism, 6 - i);
				int before = i;
				Wired.eventually("as many run as may", () -> done.get() == before && running.get() == left);
				mayEnd.release();
			}
			reading.completed();
		}
		assertThat(most).hasValue(parallelism);
	}

	@Test
	void aToolMayBlockAndAskAModelItself() {
		wants("ask");
		try (Wired wired = wired()) {
			ToolSet tools = with("ask", (json) -> {
				assertThat(Schedulers.isInNonBlockingThread()).isFalse();
				this.vendor.next(Dialect.DEEPSEEK, Reply.answer().reasoning("").text("inner"));
				return wired.client().chat().completions().create(Wired.ask("plain")).content();
			}).build();
			assertThat(result(stream(wired, tools).completed()).content()).isEqualTo("inner");
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void aToolThatMayBlockRunsOnAVirtualThread() {
		wants("where");
		ToolSet tools = with("where", (json) -> {
			try {
				return Thread.class.getMethod("isVirtual").invoke(Thread.currentThread()) + " "
						+ Thread.currentThread().getName().startsWith("harborai-tool-");
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}).build();
		try (Wired wired = wired()) {
			assertThat(result(stream(wired, tools).completed()).content()).isEqualTo("true true");
		}
	}

	@Test
	void aToolRunsWhereItIsTold() {
		wants("where");
		ExecutorService own = Executors.newSingleThreadExecutor((task) -> new Thread(task, "my-own"));
		ToolSet tools = with("where", (json) -> Thread.currentThread().getName()).executor(own).build();
		try (Wired wired = wired()) {
			assertThat(result(stream(wired, tools).completed()).content()).isEqualTo("my-own");
		}
		finally {
			own.shutdown();
		}
	}

	@Test
	void aToolThatDoesNotBlockIsCalledWhereTheAnswerArrived() {
		wants("where");
		ToolSet tools = ToolSet.builder()
			.asyncTool(plain("where"), (json) -> Mono.just(Schedulers.isInNonBlockingThread()))
			.build();
		try (Wired wired = wired()) {
			assertThat(result(stream(wired, tools).completed()).content()).isEqualTo("true");
		}
	}

	@Test
	void theReactorContextGoesThroughTheLoop() {
		wants("who");
		ToolSet tools = ToolSet.builder()
			.asyncTool(plain("who"), (json) -> Mono.deferContextual((context) -> Mono.just(context.get("who"))))
			.build();
		try (Wired wired = wired()) {
			Reading<ToolLoopEvent> reading = new Reading<>(Long.MAX_VALUE);
			wired.client()
				.chat()
				.tools()
				.stream(Wired.ask("plain"), tools)
				.contextWrite(Context.of("who", "ann"))
				.subscribe(reading);
			assertThat(result(reading.completed()).content()).isEqualTo("ann");
		}
	}

	@Test
	void theCallersThreadLocalsAreThereAndGoneAfterwards() {
		ThreadLocal<String> user = new ThreadLocal<>();
		ContextRegistry.getInstance().registerThreadLocalAccessor("tool-test-user", user);
		ExecutorService own = Executors.newSingleThreadExecutor();
		try (Wired wired = wired()) {
			user.set("ann");
			ToolSet tools = with("who", (json) -> String.valueOf(user.get())).executor(own).build();
			wants("who");
			assertThat(toldTo(wired.client(), tools)).isEqualTo("ann");
			user.remove();
			wants("who");
			assertThat(toldTo(wired.client(), tools)).isEqualTo("null");
		}
		finally {
			user.remove();
			own.shutdown();
			ContextRegistry.getInstance().removeThreadLocalAccessor("tool-test-user");
		}
	}

	private static String toldTo(HarborAiClient client, ToolSet tools) {
		ToolRun run = client.chat().tools().converse(Wired.ask("plain"), tools);
		return ((ToolMessage) run.messages().get(2)).content();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aToolThatTakesTooLongIsStopped(boolean own) {
		wants("hang");
		ToolSet.Builder builder = with("hang", (json) -> hang());
		ToolSet tools = own ? builder.timeout("hang", Duration.ofSeconds(5)).build()
				: builder.timeout(Duration.ofSeconds(5)).build();
		try (Wired wired = wired()) {
			Reading<ToolLoopEvent> reading = stream(wired, tools);
			assertThat(happens(this.started)).isTrue();
			wired.ticker().advance(Duration.ofMillis(4999));
			assertThat(reading.terminals()).isZero();
			wired.ticker().advance(Duration.ofMillis(1));
			ToolResult result = result(reading.completed());
			assertThat(result.content()).isEqualTo("{\"error\":\"tool 'hang' took longer than the PT5S it may\"}");
			assertThat(result.failure().reason()).isEqualTo(Reason.TIMEOUT);
			assertThat(result.time()).isEqualTo(Duration.ofSeconds(5));
			assertThat(happens(this.interrupted)).isTrue();
		}
	}

	@Test
	void aMonoThatTakesTooLongIsCancelledAndRaised() {
		wants("never");
		ToolSet tools = ToolSet.builder()
			.asyncTool(plain("never"),
					(json) -> Mono.never()
						.doOnSubscribe((subscription) -> this.started.countDown())
						.doOnCancel(this.interrupted::countDown))
			.timeout(Duration.ofSeconds(5))
			.onFailure(OnFailure.RAISE)
			.build();
		try (Wired wired = wired()) {
			Reading<ToolLoopEvent> reading = stream(wired, tools);
			assertThat(happens(this.started)).isTrue();
			wired.ticker().advance(Duration.ofSeconds(5));
			assertThat(reading.failed(ToolCallException.class).reason()).isEqualTo(Reason.TIMEOUT);
			assertThat(happens(this.interrupted)).isTrue();
		}
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void oneFailureThatIsRaisedCancelsTheOthers() {
		wants("hang", "fail");
		ToolSet tools = with("hang", (json) -> hang()).tool(plain("fail"), (json) -> {
			happens(this.started);
			throw new IllegalStateException("no");
		}).onFailure(OnFailure.RAISE).build();
		try (Wired wired = wired()) {
			assertThat(stream(wired, tools).failed(ToolCallException.class).tool()).isEqualTo("fail");
			assertThat(happens(this.interrupted)).isTrue();
		}
	}

	private static ChatCompletionRequest within(Duration total) {
		return Wired.ask("plain").toBuilder().options((o) -> o.totalTimeout(total)).build();
	}

	@Test
	void theLoopsTimeEndsATool() {
		wants("hang");
		ToolSet tools = with("hang", (json) -> hang()).build();
		try (Wired wired = wired()) {
			Reading<ToolLoopEvent> reading = stream(wired, within(Duration.ofSeconds(20)), tools);
			assertThat(happens(this.started)).isTrue();
			wired.ticker().advance(Duration.ofSeconds(20));
			CallTimeoutException timeout = reading.failed(CallTimeoutException.class);
			assertThat(timeout.clock()).isEqualTo(CallTimeoutException.Clock.TOTAL);
			assertThat(happens(this.interrupted)).isTrue();
		}
	}

	@Test
	void anAnswerGetsWhatIsLeftOfTheLoopsTime() {
		this.vendor.next(Reply.answer().reasoning("").toolCall("work", "{}")).next(Reply.neverAnswer());
		try (Wired wired = wired()) {
			ToolSet tools = with("work", (json) -> {
				wired.ticker().advance(Duration.ofSeconds(15));
				return "done";
			}).build();
			Reading<ToolLoopEvent> reading = stream(wired, within(Duration.ofSeconds(20)), tools);
			Wired.eventually("the second answer is awaited", () -> this.vendor.requests().size() == 2);
			wired.ticker().advance(Duration.ofMillis(4999));
			assertThat(reading.terminals()).isZero();
			wired.ticker().advance(Duration.ofMillis(1));
			assertThat(reading.failed(CallTimeoutException.class).clock()).isEqualTo(CallTimeoutException.Clock.TOTAL);
		}
	}

	@Test
	void noAnswerIsAskedForWhenTheTimeIsOver() {
		TestTicker ticker = new TestTicker();
		LoopDeadline deadline = new LoopDeadline(ticker, Duration.ofSeconds(20));
		ticker.advance(Duration.ofSeconds(19));
		assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(1));
		ticker.advance(Duration.ofSeconds(1));
		assertThatExceptionOfType(CallTimeoutException.class).isThrownBy(deadline::left)
			.satisfies((ex) -> assertThat(ex.clock()).isEqualTo(CallTimeoutException.Clock.TOTAL));
		assertThat(new LoopDeadline(ticker, null).left()).isNull();
	}

	@Test
	void cancellingStopsTheTool() {
		wants("hang");
		ToolSet tools = with("hang", (json) -> hang()).build();
		try (Wired wired = wired()) {
			Reading<ToolLoopEvent> reading = stream(wired, tools);
			assertThat(happens(this.started)).isTrue();
			reading.cancel();
			assertThat(happens(this.interrupted)).isTrue();
			Wired.eventually("no alarm is left", () -> wired.ticker().pending() == 0);
			assertThat(reading.terminals()).isZero();
		}
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void cancellingStopsTheAnswer() {
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().reasoning("").toolCall("work", "{}"))
			.next(Reply.answer().reasoning("").text("one two three").holdAfter(1, gate));
		try (Wired wired = wired()) {
			Disposable subscription = wired.client()
				.chat()
				.tools()
				.runAsync(Wired.ask("plain"), with("work", (json) -> "x").build())
				.subscribe();
			assertThat(gate.awaitReached(Reading.PATIENCE)).isTrue();
			subscription.dispose();
			assertThat(this.vendor.connections().awaitClosedByClient(1, Reading.PATIENCE)).isTrue();
		}
	}

	@Test
	@DisplayName("F68 a loop that is cancelled at any moment leaves nothing")
	void cancelledAtAnyMoment() {
		this.vendor.always(Reply.script((request) -> request.body().contains("\"role\":\"tool\"")
				? Reply.answer().reasoning("").text("one two three four")
				: Reply.answer().reasoning("").text("Hm").toolCall("work", "{}").toolCall("later", "{}")));
		AtomicInteger running = new AtomicInteger();
		ToolSet tools = with("work", (json) -> {
			running.incrementAndGet();
			try {
				LockSupport.parkNanos(200_000);
				return "done";
			}
			finally {
				running.decrementAndGet();
			}
		}).asyncTool(plain("later"), (json) -> Mono.fromCallable(() -> "done").subscribeOn(Schedulers.parallel()))
			.build();
		Random random = new Random(7);
		int finished = 0;
		try (Wired wired = wired()) {
			for (int i = 0; i < 300; i++) {
				int events = random.nextInt(14);
				Reading<ToolLoopEvent> reading = new Reading<>(Long.MAX_VALUE) {

					@Override
					public void onNext(ToolLoopEvent item) {
						super.onNext(item);
						if (items().size() == events) {
							cancel();
						}
					}

				};
				wired.client().chat().tools().stream(Wired.ask("plain"), tools).subscribe(reading);
				LockSupport.parkNanos(random.nextInt(4_000_000));
				reading.cancel();
				assertThat(reading.errors()).isEmpty();
				finished += reading.terminals();
			}
			Wired.eventually("no tool runs", () -> running.get() == 0);
			Wired.eventually("no call runs", () -> wired.inFlight() == 0);
			// What follows a stream's end is waited for no longer than this.
			wired.ticker().advance(Duration.ofSeconds(1));
		}
		assertThat(finished).isLessThan(300);
	}

	@Test
	void anInterruptOfTheCallerStopsTheTool() throws InterruptedException {
		wants("hang");
		ToolSet tools = with("hang", (json) -> hang()).build();
		List<Throwable> thrown = new CopyOnWriteArrayList<>();
		try (Wired wired = wired()) {
			Thread caller = new Thread(() -> {
				try {
					wired.client().chat().tools().run(Wired.ask("plain"), tools);
				}
				catch (CallCancelledException ex) {
					thrown.add(ex);
				}
			});
			caller.start();
			assertThat(happens(this.started)).isTrue();
			caller.interrupt();
			caller.join();
			assertThat(thrown).hasSize(1);
			assertThat(happens(this.interrupted)).isTrue();
		}
	}

	@Test
	void theReaderSetsThePace() {
		wants("work");
		try (Wired wired = wired()) {
			Reading<ToolLoopEvent> reading = new Reading<>(1);
			wired.client()
				.chat()
				.tools()
				.stream(Wired.ask("plain"), with("work", (json) -> "x").build())
				.subscribe(reading);
			reading.awaitItems(1);
			while (reading.terminals() == 0) {
				int count = reading.items().size();
				reading.request(1);
				Wired.eventually("one more event or the end",
						() -> reading.items().size() > count || reading.terminals() > 0);
				assertThat(reading.items().size()).isLessThanOrEqualTo(count + 1);
			}
			assertThat(reading.completed()).last().isInstanceOf(Finished.class);
		}
	}

	@Test
	void closingTheClientEndsTheTool() {
		wants("hang");
		HarborAiClient client = HarborAiClient.builder()
			.provider("deepseek",
					(p) -> p.apiKey(Wired.KEY).baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK)).model("plain"))
			.shutdownGrace(Duration.ZERO)
			.build();
		Reading<ToolLoopEvent> reading = new Reading<>(Long.MAX_VALUE);
		client.chat().tools().stream(Wired.ask("plain"), with("hang", (json) -> hang()).build()).subscribe(reading);
		assertThat(happens(this.started)).isTrue();
		client.close();
		reading.failed(ShuttingDownException.class);
		assertThat(happens(this.interrupted)).isTrue();
		assertThatExceptionOfType(ShuttingDownException.class)
			.isThrownBy(() -> client.chat().tools().run(Wired.ask("plain"), with("hang", (json) -> hang()).build()));
	}

	@Test
	void waitingIsRefusedOnAThreadThatMustNotBlock() {
		try (Wired wired = wired()) {
			Mono<Object> waits = Mono.fromCallable(() -> (Object) wired.client()
				.chat()
				.tools()
				.run(Wired.ask("plain"), with("x", (json) -> "x").build()));
			assertThatIllegalStateException().isThrownBy(() -> waits.subscribeOn(Schedulers.parallel()).block())
				.withMessageContaining("runAsync()");
		}
	}

}
