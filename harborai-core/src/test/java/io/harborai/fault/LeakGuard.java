package io.harborai.fault;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fails a test class in which a Netty buffer was lost, or in which a key was logged: all
 * keys of these tests have {@value #SECRET} in them, and all that HarborAI can say is
 * listened to.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {

	private static final String SECRET = "canary";

	private static final int ROUNDS = 3;

	private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

	private final Appender buffers = new Appender() {

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
				LeakGuard.this.leaks.add(event.getFormattedMessage());
			}
		}

	};

	private final Appender secrets = new Appender() {

		@Override
		protected void append(ILoggingEvent event) {
			String text = event.getFormattedMessage();
			for (IThrowableProxy thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
				text += " | " + thrown.getClassName() + ": " + thrown.getMessage();
			}
			if (text.contains(SECRET)) {
				LeakGuard.this.leaks.add("SECRET: " + event.getLevel() + " " + event.getLoggerName() + " " + text);
			}
		}

	};

	private Level level;

	@Override
	public void beforeAll(ExtensionContext context) throws InterruptedException {
		assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
		// What other classes have lost isn't this one's fault.
		collect();
		this.buffers.start();
		detector().addAppender(this.buffers);
		detector().setAdditive(false);
		this.secrets.start();
		// Others warn at most, and their words are heard too.
		root().addAppender(this.secrets);
		own().addAppender(this.secrets);
		this.level = own().getLevel();
		own().setLevel(Level.ALL);
		own().setAdditive(false);
	}

	@Override
	public void afterAll(ExtensionContext context) throws InterruptedException {
		List<String> found = stop();
		assertThat(found).as("lost buffers and secrets in logs").isEmpty();
	}

	List<String> stop() throws InterruptedException {
		collect();
		detector().detachAppender(this.buffers);
		detector().setAdditive(true);
		root().detachAppender(this.secrets);
		own().detachAppender(this.secrets);
		own().setLevel(this.level);
		own().setAdditive(true);
		return List.copyOf(this.leaks);
	}

	private static Logger detector() {
		return logger(ResourceLeakDetector.class.getName());
	}

	private static Logger own() {
		return logger("io.harborai");
	}

	private static Logger root() {
		return logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	private static Logger logger(String name) {
		return (Logger) LoggerFactory.getLogger(name);
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

	private abstract static class Appender extends AppenderBase<ILoggingEvent> {

	}

}
