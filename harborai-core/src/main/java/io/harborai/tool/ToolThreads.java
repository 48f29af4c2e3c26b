package io.harborai.tool;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Where tools run that may block: on a virtual thread each, where the JVM has them; else
 * on the threads that Reactor keeps for that.
 */
final class ToolThreads {

	private static final Scheduler SCHEDULER = find();

	private ToolThreads() {
	}

	static Scheduler scheduler() {
		return SCHEDULER;
	}

	private static Scheduler find() {
		try {
			// Later than the Java that this is compiled for.
			Class<?> type = Class.forName("java.lang.Thread$Builder");
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			builder = type.getMethod("name", String.class, long.class).invoke(builder, "harborai-tool-", 1L);
			ThreadFactory threads = (ThreadFactory) type.getMethod("factory").invoke(builder);
			ExecutorService executor = (ExecutorService) Executors.class
				.getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
				.invoke(null, threads);
			return Schedulers.fromExecutorService(executor, "harborai-tool");
		}
		catch (ReflectiveOperationException ex) {
			// An older Java.
			return Schedulers.boundedElastic();
		}
	}

}
