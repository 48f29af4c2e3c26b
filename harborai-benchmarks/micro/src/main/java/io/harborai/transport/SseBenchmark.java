package io.harborai.transport;

import java.util.concurrent.TimeUnit;

import io.harborai.benchmarks.micro.Samples;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * An event cut out of the bytes, which come in pieces of several sizes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SseBenchmark {

	/** The size of the pieces in bytes. */
	@Param({ "16", "256", "1448", "16384" })
	public int piece;

	private int events;

	/**
	 * A thousand events; the figure is that of one.
	 * @return something that depends on them
	 */
	@Benchmark
	@OperationsPerInvocation(1000)
	public int decode() {
		SseDecoder decoder = new SseDecoder(1 << 20);
		SseDecoder.EventConsumer consumer = (bytes, offset, length, error) -> {
			this.events++;
			return true;
		};
		byte[] all = Samples.EVENTS;
		for (int i = 0; i < all.length; i += this.piece) {
			decoder.feed(all, i, Math.min(this.piece, all.length - i), consumer);
		}
		return this.events;
	}

}
