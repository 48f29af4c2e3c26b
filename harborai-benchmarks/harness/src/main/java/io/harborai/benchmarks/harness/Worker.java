package io.harborai.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A client's JVM: takes commands on its standard input, one a line, and answers each with
 * one line. Ends when the input does.
 */
public final class Worker {

	/** What an answer's line starts with; everything else on the output is chatter. */
	public static final String ANSWER = "@bench ";

	private static final int MODELS_PER_OPERATION = 1000;

	private static final int MOST_TIMES_AS_LONG = 10;

	private static final int WARM_WINDOW_MILLIS = 2_000;

	// One quiet window may only mean that the compiler's turn hasn't come.
	private static final int SETTLED_WINDOWS = 2;

	private static final int SOAK_STEPS = 10;

	// The share of the CPU time that may still go into compiling.
	private static final double SETTLED = 0.03;

	private static volatile @Nullable Object sink;

	private final Allocation allocation = new Allocation();

	private final ChatClient client;

	private Worker(ChatClient client) {
		this.client = client;
	}

	/**
	 * Run.
	 * @param args the factory's class, the base URL, how many at once, the setup
	 * @throws Exception if a client can't be made
	 */
	public static void main(String[] args) throws Exception {
		ClientFactory factory = factory(args[0]);
		Worker worker = new Worker(factory.create(new Target(args[1], Integer.parseInt(args[2]), args[3])));
		answer("ready");
		try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in))) {
			String command;
			while ((command = commands.readLine()) != null && !command.equals("exit")) {
				answer(worker.obey(command.split(" ")));
			}
		}
		// Peers leave threads behind that would keep the process.
		Runtime.getRuntime().halt(0);
	}

	static ClientFactory factory(String className) throws ReflectiveOperationException {
		return (ClientFactory) Class.forName(className).getDeclaredConstructor().newInstance();
	}

	/**
	 * Tell the runner.
	 * @param line one line of JSON, or a word
	 */
	public static void answer(String line) {
		System.out.println(ANSWER + line);
		System.out.flush();
	}

	private String obey(String[] command) throws InterruptedException, IOException {
		return switch (command[0]) {
			case "warm" -> warm(kind(command[1]), number(command[2]), number(command[3]), number(command[4]));
			case "measure" -> measure(kind(command[1]), number(command[2]), number(command[3]), number(command[4]));
			case "live" -> live(number(command[1]), number(command[2]));
			case "soak" -> soak(number(command[1]), number(command[2]));
			default -> throw new IllegalArgumentException("Unknown command: " + Arrays.toString(command));
		};
	}

	private static Load.Kind kind(String text) {
		return Load.Kind.valueOf(text.toUpperCase(Locale.ROOT));
	}

	private static int number(String text) {
		return Integer.parseInt(text);
	}

	/**
	 * Run until the compiler has little left to do, but not for ever. A number of calls
	 * or a time says little: on a core that others use too the compiler gets its turn
	 * late, and a client with more code needs more of it. It starts and stops over and
	 * over, as the rounds do: what only happens then has compiled code thrown away, and
	 * the first round would pay for that.
	 */
	private String warm(Load.Kind kind, int lanes, int millis, int operations) throws InterruptedException {
		if (kind == Load.Kind.MODELS) {
			return "{\"operations\":" + spin(millis) + "}";
		}
		long started = System.nanoTime();
		long passed;
		long done = 0;
		long failures = 0;
		int settled = 0;
		Load load;
		do {
			load = new Load(this.client, kind, lanes);
			Cpu cpu = Cpu.now();
			long compiled = compileMillis();
			load.start();
			Thread.sleep(Math.min(millis, WARM_WINDOW_MILLIS));
			load.stop();
			long used = (Cpu.now().totalNanos() - cpu.totalNanos()) / 1_000_000;
			settled = (compileMillis() - compiled < SETTLED * used) ? settled + 1 : 0;
			done += load.counts().operations() + load.counts().chunks();
			failures += load.counts().failures();
			passed = (System.nanoTime() - started) / 1_000_000;
		}
		while (passed < millis
				|| ((settled < SETTLED_WINDOWS || done < operations) && passed < (long) millis * MOST_TIMES_AS_LONG));
		return told(new JsonLine().put("operations", done)
			.put("failures", failures)
			.put("seconds", passed / 1e3)
			.put("settled", (settled >= SETTLED_WINDOWS) ? 1 : 0), load);
	}

	private static long compileMillis() {
		return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
	}

	private String measure(Load.Kind kind, int lanes, int warmMillis, int millis) throws InterruptedException {
		if (kind == Load.Kind.MODELS) {
			return measureModels(warmMillis, millis);
		}
		Load load = new Load(this.client, kind, lanes);
		load.start();
		Thread.sleep(warmMillis);
		load.latencies().clear();
		Sample before = Sample.of(load, this.allocation);
		Thread.sleep(millis);
		Sample after = Sample.of(load, this.allocation);
		int threads = ManagementFactory.getThreadMXBean().getThreadCount();
		double p50 = load.latencies().percentile(0.5);
		double p99 = load.latencies().percentile(0.99);
		boolean drained = load.stop();
		JsonLine line = figures(before, after, (kind == Load.Kind.STREAM));
		line.put("p50Nanos", p50).put("p99Nanos", p99).put("threads", threads).put("drained", drained ? 1 : 0);
		return told(line, load);
	}

	private String measureModels(int warmMillis, int millis) {
		spin(warmMillis);
		Cpu cpu = Cpu.now();
		long allocated = this.allocation.now();
		long started = System.nanoTime();
		long operations = spin(millis);
		double nanos = System.nanoTime() - started;
		return new JsonLine().put("operations", operations)
			.put("nanosPerOp", nanos / operations)
			.put("cpuNanosPerOp", (double) (Cpu.now().totalNanos() - cpu.totalNanos()) / operations)
			.put("bytesPerOp", (double) (this.allocation.now() - allocated) / operations)
			.toString();
	}

	private long spin(int millis) {
		long end = System.nanoTime() + millis * 1_000_000L;
		long operations = 0;
		do {
			for (int i = 0; i < MODELS_PER_OPERATION; i++) {
				sink = this.client.models();
			}
			operations += MODELS_PER_OPERATION;
		}
		while (System.nanoTime() - end < 0);
		return operations;
	}

	/**
	 * Keep many slow streams open at once and look at what they hold.
	 */
	private String live(int streams, int millis) throws InterruptedException {
		Load probe = new Load(this.client, Load.Kind.STREAM, 1);
		probe.start();
		awaitChunks(probe, 1);
		long heapBefore = Heap.retained();
		int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
		Load load = new Load(this.client, Load.Kind.STREAM, streams);
		load.start();
		boolean open = awaitChunks(load, streams);
		long heap = Heap.retained();
		Sample before = Sample.of(load, this.allocation);
		Thread.sleep(millis);
		Sample after = Sample.of(load, this.allocation);
		int threads = ManagementFactory.getThreadMXBean().getThreadCount();
		JsonLine line = figures(before, after, true).put("streams", streams)
			.put("streamsOpen", load.lanesWithChunks())
			.put("heapBytesBefore", heapBefore)
			.put("heapPerStream", (double) (heap - heapBefore) / streams)
			.put("threads", threads)
			.put("threadsBefore", threadsBefore)
			.put("residentBytes", Heap.resident())
			.put("allOpen", open ? 1 : 0);
		return told(line, load);
	}

	/**
	 * Make calls and streams in turn, and look in between whether anything grows.
	 */
	private String soak(int calls, int lanes) throws InterruptedException {
		StringBuilder samples = new StringBuilder("[");
		long done = 0;
		long failures = 0;
		for (int step = 0; step <= SOAK_STEPS; step++) {
			if (step > 0) {
				for (Load.Kind kind : new Load.Kind[] { Load.Kind.CALL, Load.Kind.STREAM }) {
					Load load = new Load(this.client, kind, lanes);
					load.start();
					while (load.counts().operations() + load.counts().failures() < calls / SOAK_STEPS / 2) {
						Thread.sleep(20);
					}
					load.stop();
					done += load.counts().operations();
					failures += load.counts().failures();
				}
				samples.append(',');
			}
			samples.append(new JsonLine().put("calls", done)
				.put("failures", failures)
				.put("heapBytes", Heap.retained())
				.put("directBytes", Heap.direct())
				.put("threads", ManagementFactory.getThreadMXBean().getThreadCount())
				.put("descriptors", Heap.descriptors())
				.put("residentBytes", Heap.resident())
				.toString());
		}
		return "{\"samples\":" + samples.append(']') + "}";
	}

	private static boolean awaitChunks(Load load, int streams) throws InterruptedException {
		long end = System.nanoTime() + 60_000_000_000L;
		while (load.lanesWithChunks() < streams) {
			if (System.nanoTime() - end > 0) {
				return false;
			}
			Thread.sleep(20);
		}
		return true;
	}

	private static String told(JsonLine line, Load load) {
		Throwable failure = load.firstFailure();
		if (failure != null) {
			line.put("firstFailure", String.valueOf(failure));
		}
		return line.toString();
	}

	/**
	 * A stream is measured by the chunk, a call by the call.
	 */
	private static JsonLine figures(Sample before, Sample after, boolean perChunk) {
		Load.Counts counts = after.counts().since(before.counts());
		double operations = perChunk ? counts.chunks() : counts.operations();
		double seconds = (after.nanos() - before.nanos()) / 1e9;
		Cpu from = before.cpu();
		Cpu to = after.cpu();
		return new JsonLine().put("operations", counts.operations())
			.put("chunks", counts.chunks())
			.put("characters", counts.characters())
			.put("failures", counts.failures())
			.put("seconds", seconds)
			.put("opsPerSecond", operations / seconds)
			.put("cpuNanosPerOp", (to.totalNanos() - from.totalNanos()) / operations)
			.put("userNanosPerOp", (to.userNanos() - from.userNanos()) / operations)
			.put("bytesPerOp", (after.allocated() - before.allocated()) / operations)
			.put("compileShare",
					(after.compileMillis() - before.compileMillis()) * 1e6
							/ Math.max(to.totalNanos() - from.totalNanos(), 1))
			.put("cpuShare", (to.totalNanos() - from.totalNanos()) / 1e9 / seconds);
	}

	/**
	 * The state at one moment.
	 */
	private record Sample(long nanos, Load.Counts counts, Cpu cpu, long allocated, long compileMillis) {

		static Sample of(Load load, Allocation allocation) {
			long allocated = allocation.now();
			return new Sample(System.nanoTime(), load.counts(), Cpu.now(), allocated, Worker.compileMillis());
		}

	}

}
