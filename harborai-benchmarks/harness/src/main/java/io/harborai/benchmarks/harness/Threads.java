package io.harborai.benchmarks.harness;

import java.util.concurrent.ThreadFactory;

/**
 * The threads that blocking calls wait on: virtual ones when asked for with the property
 * {@code bench.virtual}, which takes JDK 21 or later.
 */
final class Threads {

	private Threads() {
	}

	static ThreadFactory factory() {
		if (Boolean.getBoolean("bench.virtual")) {
			try {
				Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
				Class<?> type = Class.forName("java.lang.Thread$Builder");
				return (ThreadFactory) type.getMethod("factory").invoke(builder);
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException("Virtual threads take JDK 21 or later", ex);
			}
		}
		return (task) -> {
			Thread thread = new Thread(task, "bench-lane");
			thread.setDaemon(true);
			return thread;
		};
	}

}
