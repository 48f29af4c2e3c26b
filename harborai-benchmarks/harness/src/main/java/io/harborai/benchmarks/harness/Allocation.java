package io.harborai.benchmarks.harness;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.reflect.Method;
import java.util.Map;

import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes this process has allocated on its heap so far. JDK 21 and later count
 * them; before that only the bytes of living threads are known, so here the heap's growth
 * between collections is summed up, which is exact but for the unused rest of threads'
 * buffers (with the serial collector, which all clients run on).
 */
final class Allocation {

	private static final long COLLECTION_NOTICE_NANOS = 2_000_000_000L;

	private final @Nullable Method counter = counter();

	private long allocated;

	private long usedAfterLast;

	private long collectionsSeen;

	private long collectionsBefore;

	Allocation() {
		if (this.counter == null) {
			this.collectionsBefore = collections();
			this.usedAfterLast = used();
			for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
				((NotificationEmitter) collector).addNotificationListener((notice, handback) -> collected(notice), null,
						null);
			}
		}
	}

	private static @Nullable Method counter() {
		try {
			return com.sun.management.ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
	}

	private synchronized void collected(Notification notice) {
		if (!notice.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
			return;
		}
		GcInfo info = GarbageCollectionNotificationInfo.from((CompositeData) notice.getUserData()).getGcInfo();
		this.allocated += heap(info.getMemoryUsageBeforeGc()) - this.usedAfterLast;
		this.usedAfterLast = heap(info.getMemoryUsageAfterGc());
		this.collectionsSeen++;
		notifyAll();
	}

	private static long heap(Map<String, MemoryUsage> pools) {
		long used = 0;
		for (Map.Entry<String, MemoryUsage> pool : pools.entrySet()) {
			String name = pool.getKey();
			if (!name.contains("Code") && !name.contains("Metaspace") && !name.contains("Class")) {
				used += pool.getValue().getUsed();
			}
		}
		return used;
	}

	private static long used() {
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static long collections() {
		long count = 0;
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			count += collector.getCollectionCount();
		}
		return count;
	}

	/**
	 * Look now.
	 * @return the bytes so far
	 */
	long now() {
		Method counter = this.counter;
		if (counter != null) {
			try {
				return (Long) counter.invoke(ManagementFactory.getThreadMXBean());
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return summed();
	}

	private synchronized long summed() {
		long end = System.nanoTime() + COLLECTION_NOTICE_NANOS;
		try {
			for (;;) {
				long used = used();
				if (collections() - this.collectionsBefore == this.collectionsSeen) {
					return this.allocated + used - this.usedAfterLast;
				}
				if (System.nanoTime() - end > 0) {
					throw new IllegalStateException("The notice of a garbage collection didn't come");
				}
				wait(1);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
