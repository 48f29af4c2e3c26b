package io.harborai.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * The event-loop threads that all providers of one client share. They start with the
 * first connection and end with {@link #close()}.
 */
public final class EventLoops {

	private final Object lock = new Object();

	private volatile @Nullable LoopResources resources;

	LoopResources resources() {
		LoopResources current = this.resources;
		if (current != null) {
			return current;
		}
		synchronized (this.lock) {
			current = this.resources;
			if (current == null) {
				current = LoopResources.create("harborai", LoopResources.DEFAULT_IO_WORKER_COUNT, true);
				this.resources = current;
			}
			return current;
		}
	}

	/**
	 * Run a task on one of the threads.
	 * @param task the task, short and non-blocking
	 */
	void execute(Runnable task) {
		resources().onClient(true).next().execute(task);
	}

	/**
	 * Stop the threads.
	 * @return completes when they have ended
	 */
	public Mono<Void> close() {
		return Mono.defer(() -> {
			LoopResources current = this.resources;
			return (current != null) ? current.disposeLater(Duration.ZERO, Duration.ofSeconds(2)) : Mono.empty();
		});
	}

}
