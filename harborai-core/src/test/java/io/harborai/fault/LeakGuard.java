package io.harborai.fault;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fails a test class in which a Netty buffer was lost.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {

	private static final int ROUNDS = 3;

	private final List<String> leaks = new CopyOnWriteArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
				LeakGuard.this.leaks.add(event.getFormattedMessage());
			}
		}

	};

	@Override
	public void beforeAll(ExtensionContext context) throws InterruptedException {
		assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
		// What other classes have lost isn't this one's fault.
		collect();
		this.appender.start();
		logger().addAppender(this.appender);
		logger().setAdditive(false);
	}

	@Override
	public void afterAll(ExtensionContext context) throws InterruptedException {
		List<String> found = stop();
		assertThat(found).as("lost buffers").isEmpty();
	}

	List<String> stop() throws InterruptedException {
		collect();
		logger().detachAppender(this.appender);
		logger().setAdditive(true);
		return List.copyOf(this.leaks);
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
	}

	/**
	 * Collect garbage until what was unreachable at the start has surely been noticed;
	 * the detector reports when the next buffer is made.
	 */
	static void collect() throws InterruptedException {
		for (int i = 0; i < ROUNDS; i++) {
			ReferenceQueue<Object> queue = new ReferenceQueue<>();
			WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
			do {
				System.gc();
			}
			while (queue.remove(200) != canary);
			ByteBufAllocator.DEFAULT.heapBuffer(1).release();
			ByteBufAllocator.DEFAULT.directBuffer(1).release();
		}
	}

}
