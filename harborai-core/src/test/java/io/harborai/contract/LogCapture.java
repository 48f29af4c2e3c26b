package io.harborai.contract;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Everything that any logger of this process says at any level, but for what the
 * simulated vendor's own threads say.
 */
final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Level level = this.root.getLevel();

	private final List<Appender<ILoggingEvent>> others = new ArrayList<>();

	private final Queue<String> lines = new ConcurrentLinkedQueue<>();

	LogCapture() {
		for (Iterator<Appender<ILoggingEvent>> all = this.root.iteratorForAppenders(); all.hasNext();) {
			this.others.add(all.next());
		}
		this.others.forEach(this.root::detachAppender);
		this.root.setLevel(Level.ALL);
		setContext(this.root.getLoggerContext());
		start();
		this.root.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getThreadName().startsWith("simulated-vendor") || event.getThreadName().startsWith("scripted")) {
			return;
		}
		StringBuilder line = new StringBuilder(event.getLevel() + " " + event.getLoggerName() + " "
				+ event.getFormattedMessage() + " " + event.getMDCPropertyMap());
		for (IThrowableProxy thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
			line.append(" | ").append(thrown.getClassName()).append(": ").append(thrown.getMessage());
		}
		this.lines.add(line.toString());
	}

	/**
	 * What was logged so far.
	 * @return the lines
	 */
	List<String> lines() {
		return List.copyOf(this.lines);
	}

	@Override
	public void close() {
		this.root.detachAppender(this);
		this.root.setLevel(this.level);
		this.others.forEach(this.root::addAppender);
	}

}
