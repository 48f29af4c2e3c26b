package io.harborai.samples.failover;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.HarborAiException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * A gentle, steady load: four calls a second as long as anybody watches, at most twenty
 * at once. Nothing in here knows that there are two vendors. Thread-safe.
 */
@Component
final class Load {

	private static final Duration PACE = Duration.ofMillis(250);

	private static final int AT_ONCE = 20;

	private final HarborAiClient client;

	private final AtomicLong calls = new AtomicLong();

	private final Flux<LoadEvent> events;

	private volatile boolean running = true;

	Load(HarborAiClient client) {
		this.client = client;
		// Shared by all who watch; when the last one goes, the calls under way are
		// cancelled, too.
		this.events = Flux.interval(PACE)
			.filter((tick) -> this.running)
			.onBackpressureDrop()
			.flatMap((tick) -> call(), AT_ONCE)
			.share();
	}

	/**
	 * Watch the calls, which makes them happen.
	 * @return starts and ends, without end
	 */
	Flux<LoadEvent> events() {
		return this.events;
	}

	boolean isRunning() {
		return this.running;
	}

	/**
	 * Make calls, or make none.
	 * @param running whether calls are made while anybody watches
	 */
	void run(boolean running) {
		this.running = running;
	}

	private Flux<LoadEvent> call() {
		long call = this.calls.incrementAndGet();
		Mono<LoadEvent> end = this.client.chat()
			.completions()
			.stream((request) -> request.user("What is a bulkhead?"))
			.filter(ChatCompletionChunk::last)
			.single()
			.<LoadEvent>map((last) -> LoadEvent.Ended.of(call, last.meta()))
			.onErrorResume(HarborAiException.class, (ex) -> Mono.just(LoadEvent.Ended.of(call, ex)));
		return end.flux().startWith(new LoadEvent.Started(call));
	}

}
