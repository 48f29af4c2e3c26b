package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That the benchmarks work: every client makes a few calls and reads a few streams, and
 * what is told of them can be true. What it is worth shows only when the machine is
 * quiet.
 */
class SmokeTests {

	private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

	private static final Comparison.Times SHORT = new Comparison.Times(1, 50, 20, 10, 100);

	private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");

	private static VendorJvm vendor;

	@BeforeAll
	static void startVendor() throws Exception {
		vendor = new VendorJvm(HOME);
	}

	@AfterAll
	static void stopVendor() throws IOException {
		vendor.close();
	}

	@ParameterizedTest
	@EnumSource
	void callsAndStreamsAndIsMeasured(Contender contender) throws Exception {
		try (Jvm jvm = comparison().start(Row.STREAM_CONNECTIONS, contender, QUICK_START)) {
			assertThat(jvm.answer()).isEqualTo("ready");
			JsonNode calls = measure(jvm, "call");
			assertThat(calls.get("characters").asLong() / calls.get("operations").asLong()).isBetween(250L, 1000L);
			assertThat(calls.get("p50Nanos").asDouble()).isPositive();
			JsonNode streams = measure(jvm, "stream");
			assertThat(streams.get("chunks").asLong()).isPositive();
			if (contender != Contender.RAW && contender != Contender.JDK) {
				assertThat((double) streams.get("characters").asLong() / streams.get("chunks").asLong()).isBetween(1.0,
						8.0);
			}
		}
	}

	private static JsonNode measure(Jvm jvm, String kind) throws Exception {
		JsonNode warm = Lines.parse(jvm.ask("warm " + kind + " 4 1 4"));
		assertThat(warm.path("firstFailure").asString("")).isEmpty();
		JsonNode line = Lines.parse(jvm.ask("measure " + kind + " 4 0 200"));
		assertThat(line.path("firstFailure").asString("")).isEmpty();
		assertThat(line.get("failures").asLong()).isZero();
		assertThat(line.get("drained").asInt()).isOne();
		assertThat(line.get("operations").asLong()).isPositive();
		assertThat(line.get("cpuNanosPerOp").asDouble()).isNotNegative();
		assertThat(line.get("bytesPerOp").asDouble()).isPositive();
		assertThat(line.get("threads").asInt()).isPositive();
		return line;
	}

	private static Comparison comparison() {
		return new Comparison(HOME, vendor, SHORT, false);
	}

	@Test
	void listsModels() throws Exception {
		List<Contender> contenders = List.of(Contender.RAW, Contender.HARBORAI);
		assertThat(comparison().measure(Row.MODELS, contenders, QUICK_START)).hasSize(contenders.size())
			.allSatisfy((line) -> assertThat(line.get("nanosPerOp").asDouble()).isPositive());
	}

	@Test
	void startsFresh() throws Exception {
		List<ObjectNode> lines = new FreshJvms(HOME, vendor).measure(List.of(Contender.HARBORAI), 1);
		assertThat(lines.get(0).get("firstAnswerMillis").asDouble())
			.isGreaterThan(lines.get(0).get("madeMillis").asDouble());
		assertThat(lines.get(0).get("classesFirstAnswer").asInt())
			.isGreaterThan(lines.get(0).get("classesMade").asInt());
		assertThat(lines.get(1).get("heapAfter100Calls").asLong()).isPositive();
	}

	@Test
	void keepsStreamsOpen() throws Exception {
		ObjectNode line = new LiveStreams(HOME, vendor).measure(Contender.HARBORAI, 50, 200);
		assertThat(line.get("streamsOpen").asInt()).isEqualTo(50);
		assertThat(line.get("heapBytesBefore").asLong()).isPositive();
	}

	@Test
	void startsAnApplicationWithTheStarter() throws Exception {
		ObjectNode line = new StartUps(HOME).measure(StartUps.App.HARBORAI, 1);
		assertThat(line.get("wallMillis").asLong()).isPositive();
		assertThat(line.get("cpuMillis").asLong()).isPositive();
		assertThat(line.get("classes").asLong()).isGreaterThan(1000);
	}

	@Test
	void startsItWithAnArchiveOfItsClasses(@TempDir Path scratch) throws Exception {
		List<ObjectNode> lines = new ArchivedStarts(HOME, scratch).measure(List.of(StartUps.App.HARBORAI), 1);
		assertThat(lines).extracting((line) -> line.get("client").asString())
			.containsExactly(ArchivedStarts.WITHOUT, ArchivedStarts.WITH);
		assertThat(lines.get(1).get("cpuMillis").asLong()).isPositive();
	}

}
