package io.harborai.transport;

import java.time.Duration;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.FutureMono;
import reactor.netty.resources.LoopResources;

/**
 * The event-loop threads that all providers of one client share. They start with the
 * first connection and end with {@link #close()}.
 */
public final class EventLoops {

	private final Object lock = new Object();

	private volatile @Nullable Started started;

	LoopResources resources() {
		return started().resources();
	}

	private Started started() {
		Started current = this.started;
		if (current != null) {
			return current;
		}
		synchronized (this.lock) {
			current = this.started;
			if (current == null) {
				current = Started.now();
				this.started = current;
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
	 * Close a connection with the threads.
	 * @param channel the connection, which may not stand yet
	 */
	void watch(Channel channel) {
		started().connections().add(channel);
	}

	/**
	 * Close what connections there still are, then stop the threads. One that stops with
	 * an open connection may neither close it nor tell anybody.
	 * @return completes when they have ended
	 */
	public Mono<Void> close() {
		return Mono.defer(() -> {
			Started current = this.started;
			return (current != null) ? current.end() : Mono.empty();
		});
	}

	/**
	 * All that needs Netty's classes, which making a client doesn't load.
	 */
	private record Started(LoopResources resources, ChannelGroup connections) {

		static Started now() {
			return new Started(LoopResources.create("harborai", LoopResources.DEFAULT_IO_WORKER_COUNT, true),
					new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true));
		}

		Mono<Void> end() {
			return FutureMono.from(this.connections.close())
				.onErrorComplete()
				.then(this.resources.disposeLater(Duration.ZERO, Duration.ofSeconds(2)));
		}

	}

}
