package io.harborai.routing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.harborai.HarborAiClient;
import io.harborai.benchmarks.micro.Samples;
import io.harborai.model.ModelInfo;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Models listed and routes found.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookupBenchmark {

	private final HarborAiClient client = Samples.client();

	private final RouteTable table = new RouteTable(this.client.providers().snapshot(), Map.of(),
			(target) -> new TargetState());

	/**
	 * The models of all providers.
	 * @return the models
	 */
	@Benchmark
	public List<ModelInfo> availableModels() {
		return this.client.availableModels();
	}

	/**
	 * A known name's route.
	 * @return the route
	 */
	@Benchmark
	public @Nullable Destination route() {
		return this.table.find(Samples.MODEL);
	}

	/**
	 * Let go.
	 */
	@TearDown
	public void close() {
		this.client.close();
	}

}
