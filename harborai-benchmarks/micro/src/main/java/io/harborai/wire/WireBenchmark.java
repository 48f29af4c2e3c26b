package io.harborai.wire;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.harborai.benchmarks.micro.Samples;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ResponseMeta;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Answers and events read, requests written.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WireBenchmark {

	private static final ResponseMeta META = new ResponseMeta("", "", "", null, null, null, null, List.of(), List.of(),
			false);

	private final ChatResponseReader reader = new ChatResponseReader(false);

	private final ChunkReader chunks = this.reader.chunks(META);

	private final ChatRequestWriter writer = new ChatRequestWriter(RequestFormat.OPENAI);

	private final ChatCompletionRequest small = Samples.request(200);

	private final ChatCompletionRequest large = Samples.request(64_000);

	private final OutputStream nowhere = OutputStream.nullOutputStream();

	/**
	 * A request of some 300 characters.
	 */
	@Benchmark
	public void writeSmallRequest() {
		this.writer.write(this.small, Samples.MODEL, false, Map.of(), this.nowhere);
	}

	/**
	 * A request of some 64 000 characters.
	 */
	@Benchmark
	public void writeLargeRequest() {
		this.writer.write(this.large, Samples.MODEL, false, Map.of(), this.nowhere);
	}

	/**
	 * A whole answer.
	 * @return the completion
	 */
	@Benchmark
	public ChatCompletion readCompletion() {
		return this.reader.readCompletion(Samples.COMPLETION, 0, Samples.COMPLETION.length, META);
	}

	/**
	 * One event of a stream.
	 * @return the chunk
	 */
	@Benchmark
	public @Nullable ChatCompletionChunk readChunk() {
		return this.chunks.read(Samples.CHUNK, 0, Samples.CHUNK.length);
	}

}
