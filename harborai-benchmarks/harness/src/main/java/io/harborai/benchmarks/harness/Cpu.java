package io.harborai.benchmarks.harness;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.OperatingSystemMXBean;

/**
 * The CPU time that this process has used so far.
 *
 * @param totalNanos all of it
 * @param userNanos what it spent in its own code, equal to the total where the system
 * doesn't tell
 */
public record Cpu(long totalNanos, long userNanos) {

	private static final Path STAT = Path.of("/proc/self/stat");

	// The unit of /proc on every Linux in use.
	private static final long TICK_NANOS = 10_000_000;

	/**
	 * Look now.
	 * @return the time so far
	 */
	public static Cpu now() {
		long total = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
		try {
			String stat = Files.readString(STAT);
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
			long user = Long.parseLong(fields[11]);
			long system = Long.parseLong(fields[12]);
			return new Cpu((user + system) * TICK_NANOS, user * TICK_NANOS);
		}
		catch (IOException ex) {
			return new Cpu(total, total);
		}
	}

}
