package io.harborai.json;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * JSON read as it arrives, from ten thousand characters to ten million. Linear means that
 * ten times the length takes ten times as long.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class IncrementalParserBenchmark {

	/** How much there is to read, in characters. */
	@Param({ "10000", "100000", "1000000", "10000000" })
	public int length;

	/** What it is: many small objects, one text, or numbers nested in arrays. */
	@Param({ "objects", "text", "numbers" })
	public String shape = "objects";

	private String whole = "";

	/**
	 * Make the text.
	 */
	@Setup(Level.Trial)
	public void write() {
		this.whole = JsonSamples.of(this.shape, this.length);
	}

	/**
	 * In chunks of four characters, as vendors send it.
	 * @return the value
	 */
	@Benchmark
	public @Nullable Object inChunks() {
		IncrementalParser parser = new IncrementalParser(false);
		for (int at = 0; at < this.whole.length(); at += 4) {
			parser.push(this.whole.substring(at, Math.min(at + 4, this.whole.length())), 0);
		}
		return parser.root();
	}

	/**
	 * In one piece.
	 * @return the value
	 */
	@Benchmark
	public @Nullable Object atOnce() {
		IncrementalParser parser = new IncrementalParser(false);
		parser.push(this.whole, 0);
		return parser.root();
	}

	/**
	 * Jackson, which needs it whole, for comparison.
	 * @return the value
	 */
	@Benchmark
	public Object jackson() {
		return Json.read(this.whole, Object.class);
	}

}
