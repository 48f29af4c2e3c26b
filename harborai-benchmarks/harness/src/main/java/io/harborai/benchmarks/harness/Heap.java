package io.harborai.benchmarks.harness;

import java.io.IOException;
import java.io.File;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process holds.
 */
public final class Heap {

	private static final int LEAST_COLLECTIONS = 2;

	private static final int MOST_COLLECTIONS = 10;

	private static final long NEGLIGIBLE = 16 * 1024;

	private Heap() {
	}

	/**
	 * The bytes of the heap that are in use after what nobody needs was collected.
	 * @return the bytes
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static long retained() throws InterruptedException {
		long used = Long.MAX_VALUE;
		for (int i = 0; i < MOST_COLLECTIONS; i++) {
			System.gc();
			// What is reachable only through cleaners goes with the next collection.
			Thread.sleep(30);
			long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
			if (i >= LEAST_COLLECTIONS && used - now < NEGLIGIBLE) {
				return Math.min(used, now);
			}
			used = Math.min(used, now);
		}
		return used;
	}

	/**
	 * The memory outside of the heap that buffers hold, Netty's own included.
	 * @return the bytes
	 */
	public static long direct() {
		long bytes = 0;
		for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
			bytes += pool.getMemoryUsed();
		}
		return bytes + netty();
	}

	private static long netty() {
		try {
			return (Long) Class.forName("io.netty.util.internal.PlatformDependent")
				.getMethod("usedDirectMemory")
				.invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			// A client without Netty.
			return 0;
		}
	}

	/**
	 * How many files, sockets and pipes are open.
	 * @return the number, 0 where the system doesn't tell
	 */
	public static long descriptors() {
		String[] open = new File("/proc/self/fd").list();
		return (open != null) ? open.length : 0;
	}

	/**
	 * The memory that the system gives this process.
	 * @return the bytes, 0 where the system doesn't tell
	 */
	public static long resident() {
		try {
			for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
				if (line.startsWith("VmRSS:")) {
					return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
				}
			}
			return 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
