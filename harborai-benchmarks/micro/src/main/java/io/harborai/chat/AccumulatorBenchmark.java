package io.harborai.chat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.harborai.usage.Usage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A stream put together again.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AccumulatorBenchmark {

	private static final ResponseMeta META = new ResponseMeta("", "", "", null, null, null, null, List.of(), List.of(),
			false);

	private final ChatCompletionChunk chunk = new ChatCompletionChunk("id", "model", null,
			List.of(new ChunkChoice(0, " light", null, List.of(), null, null, Map.of(), Map.of())), Usage.MISSING, META,
			false, Map.of());

	/**
	 * A hundred chunks.
	 * @return the completion
	 */
	@Benchmark
	public ChatCompletion hundredChunks() {
		ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();
		for (int i = 0; i < 100; i++) {
			accumulator.add(this.chunk);
		}
		return accumulator.toCompletion();
	}

}
