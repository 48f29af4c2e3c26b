package io.harborai.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of docs/configuration.md are those of the properties that exist. After a
 * change, run this test with {@code -Dharborai.docs.write=true}.
 */
class ConfigurationReferenceTests {

	private static final String START = "<!-- properties: written by ConfigurationReferenceTests -->\n";

	private static final String END = "\n<!-- end of properties -->";

	private final Path file = file();

	@Test
	void referenceIsUpToDate() throws IOException {
		String text = Files.readString(this.file).replace("\r\n", "\n");
		int start = text.indexOf(START) + START.length();
		int end = text.indexOf(END);
		assertThat(text).contains(START);
		assertThat(end).isGreaterThanOrEqualTo(start);
		String tables = "\n" + new PropertyTables(ConfigurationMetadata.read()).write();
		if (Boolean.getBoolean("harborai.docs.write")) {
			Files.writeString(this.file, text.substring(0, start) + tables + text.substring(end));
			return;
		}
		assertThat(text.substring(start, end))
			.as("docs/configuration.md; run this test with -Dharborai.docs.write=true to write it anew")
			.isEqualTo(tables);
	}

	private static Path file() {
		Path folder = Path.of("").toAbsolutePath();
		while (!Files.exists(folder.resolve("docs/configuration.md"))) {
			folder = folder.getParent();
		}
		return folder.resolve("docs/configuration.md");
	}

}
