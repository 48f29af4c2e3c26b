package io.harborai.benchmarks.harness;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process holds.
 */
public final class Heap {

	private Heap() {
	}

	/**
	 * The bytes of the heap that are in use after what nobody needs was collected.
	 * @return the bytes
	 */
	public static long retained() {
		long used = Long.MAX_VALUE;
		for (int i = 0; i < 6; i++) {
			System.gc();
			long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
			if (now >= used && used - now < 1024) {
				break;
			}
			used = Math.min(used, now);
		}
		return used;
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
