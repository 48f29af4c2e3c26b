package io.harborai.benchmarks.harness;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A JVM that makes a client, calls once, calls a hundred times, and tells what each step
 * took. For figures that only a fresh JVM has.
 */
public final class FreshStart {

	private static final int CALLS = 100;

	private FreshStart() {
	}

	/**
	 * Run.
	 * @param args the factory's class, the base URL, how many at once, the setup, and
	 * "time" or "heap": a collection between the steps would spoil the times
	 * @throws Exception if a call fails
	 */
	public static void main(String[] args) throws Exception {
		boolean heap = args[4].equals("heap");
		long heapAtStart = heap ? Heap.retained() : 0;
		int classesAtStart = classes();
		Cpu cpuAtStart = Cpu.now();
		long started = System.nanoTime();
		ChatClient client = Worker.factory(args[0]).create(new Target(args[1], Integer.parseInt(args[2]), args[3]));
		double madeMillis = (System.nanoTime() - started) / 1e6;
		Cpu cpuMade = Cpu.now();
		int classesMade = classes();
		long heapMade = heap ? Heap.retained() : 0;
		call(client);
		double firstMillis = (System.nanoTime() - started) / 1e6;
		Cpu cpuFirst = Cpu.now();
		int classesFirst = classes();
		JsonLine line = new JsonLine();
		if (heap) {
			for (int i = 0; i < CALLS; i++) {
				call(client);
			}
			line.put("heapBeforeFirstCall", heapMade - heapAtStart)
				.put("heapAfter100Calls", Heap.retained() - heapAtStart)
				.put("threads", ManagementFactory.getThreadMXBean().getThreadCount());
			if (client.unload()) {
				line.put("heapAfterUnload", Heap.retained() - heapAtStart);
			}
		}
		else {
			line.put("madeMillis", madeMillis)
				.put("firstAnswerMillis", firstMillis)
				.put("madeCpuMillis", (cpuMade.totalNanos() - cpuAtStart.totalNanos()) / 1e6)
				.put("firstAnswerCpuMillis", (cpuFirst.totalNanos() - cpuAtStart.totalNanos()) / 1e6)
				.put("classesMade", classesMade - classesAtStart)
				.put("classesFirstAnswer", classesFirst - classesAtStart);
		}
		Worker.answer(line.toString());
		Runtime.getRuntime().halt(0);
	}

	private static int classes() {
		return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
	}

	private static void call(ChatClient client) throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		client.call(new Outcome() {

			@Override
			public void chunk(int characters) {
			}

			@Override
			public void done(int characters) {
				ended.countDown();
			}

			@Override
			public void failed(Throwable thrown) {
				failure.set(thrown);
				ended.countDown();
			}

		});
		if (!ended.await(30, TimeUnit.SECONDS)) {
			throw new IllegalStateException("No answer");
		}
		Throwable thrown = failure.get();
		if (thrown != null) {
			throw new IllegalStateException("The call failed", thrown);
		}
	}

}
