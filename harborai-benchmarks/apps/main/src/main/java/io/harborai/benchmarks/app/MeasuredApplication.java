package io.harborai.benchmarks.app;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts, tells what the start took, and ends.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class MeasuredApplication {

	/**
	 * Run.
	 * @param args properties of the application
	 */
	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(MeasuredApplication.class, args);
		long wall = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
		int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
		int threads = ManagementFactory.getThreadMXBean().getThreadCount();
		System.gc();
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		System.out.println("@bench {\"wallMillis\":" + wall + ",\"cpuMillis\":" + cpu / 1_000_000 + ",\"classes\":"
				+ classes + ",\"threads\":" + threads + ",\"heapBytes\":" + heap + "}");
		context.close();
		System.exit(0);
	}

}
