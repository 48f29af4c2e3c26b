package io.harborai.autoconfigure.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.harborai.observation.DefaultAttemptObservationConvention;
import io.harborai.observation.DefaultChatObservationConvention;
import io.harborai.observation.DefaultEmbeddingObservationConvention;
import io.harborai.observation.HarborAiMeterDocumentation;
import io.harborai.observation.HarborAiObservationDocumentation;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of docs/meters.md are those of what {@link MetersTests} and
 * {@link TracesTests} see in a running application. After a change, run this test with
 * {@code -Dharborai.docs.write=true}.
 */
class MeterReferenceTests {

	private final Path file = file();

	@Test
	void metersAreUpToDate() throws IOException {
		check("meters",
				Stream.concat(Stream.of("| meter | type | tags | what it tells |", "|---|---|---|---|"),
						Arrays.stream(HarborAiMeterDocumentation.values())
							.map((meter) -> "| `%s` | %s | %s | %s |".formatted(meter.getName(), type(meter.getType()),
									keys(meter.getKeyNames()), meter.description()))));
	}

	private static String type(Meter.Type type) {
		return type.name().toLowerCase(Locale.ROOT).replace("distribution_summary", "summary");
	}

	@Test
	void observationsAreUpToDate() throws IOException {
		check("observations", Stream.of("| observation | for meters and traces | for traces only |", "|---|---|---|",
				row(new DefaultChatObservationConvention().getName(), HarborAiObservationDocumentation.CALL),
				row(new DefaultEmbeddingObservationConvention().getName(), HarborAiObservationDocumentation.EMBEDDINGS),
				row(new DefaultAttemptObservationConvention().getName(), HarborAiObservationDocumentation.ATTEMPT)));
	}

	private static String row(String name, HarborAiObservationDocumentation observation) {
		return "| `%s` | %s | %s |".formatted(name, keys(observation.getLowCardinalityKeyNames()),
				keys(observation.getHighCardinalityKeyNames()));
	}

	private static String keys(KeyName[] keys) {
		return Arrays.stream(keys).map((key) -> "`" + key.asString() + "`").collect(Collectors.joining(", "));
	}

	@Test
	void everyTagIsExplained() throws IOException {
		List<String> lines = Files.readAllLines(this.file);
		for (HarborAiMeterDocumentation meter : HarborAiMeterDocumentation.values()) {
			assertThat(meter.getKeyNames()).allSatisfy((key) -> assertThat(lines)
				.anyMatch((line) -> line.matches("\\|( `[\\w.]+`,)* `" + key.asString() + "`(,.*)? \\| .*")));
		}
	}

	private void check(String part, Stream<String> rows) throws IOException {
		String start = "<!-- " + part + ": written by MeterReferenceTests -->\n";
		String text = Files.readString(this.file).replace("\r\n", "\n");
		assertThat(text).contains(start);
		int from = text.indexOf(start) + start.length();
		int to = text.indexOf("\n<!-- end of " + part + " -->");
		assertThat(to).isGreaterThanOrEqualTo(from - 1);
		String table = "\n" + rows.collect(Collectors.joining("\n")) + "\n";
		if (Boolean.getBoolean("harborai.docs.write")) {
			Files.writeString(this.file, text.substring(0, from) + table + text.substring(Math.max(from, to)));
			return;
		}
		assertThat(text.substring(from, Math.max(from, to)))
			.as("docs/meters.md; run this test with -Dharborai.docs.write=true to write it anew")
			.isEqualTo(table);
	}

	private static Path file() {
		Path folder = Path.of("").toAbsolutePath();
		while (!Files.exists(folder.resolve("docs/meters.md"))) {
			folder = folder.getParent();
		}
		return folder.resolve("docs/meters.md");
	}

}
