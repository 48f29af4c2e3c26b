package io.harborai.test.cassette;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CassetteFiles} and {@link TapeFormat}.
 */
class CassetteFilesTests {

	@TempDir
	private Path directory;

	@Test
	void findsTheModuleOfATest() {
		assertThat(CassetteFiles.directoryFor(getClass())).isAbsolute()
			.endsWithRaw(Path.of("harborai-test", "src", "test", "resources", "cassettes"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "..", "../x", "/etc/passwd", "a/../b", "a//b", ".hidden", "a\\b", "a b" })
	void refusesNamesThatLeadElsewhere(String name) {
		assertThatExceptionOfType(CassetteException.class)
			.isThrownBy(() -> new CassetteFiles(this.directory).exists(name))
			.withMessageContaining("is no name for a cassette");
	}

	@Test
	void readsWhatItWrote() throws Exception {
		byte[] half = { (byte) 0xE6, (byte) 0x97 };
		Tape.Request request = new Tape.Request("deepseek", "POST", "/chat", "application/json", Map.of("n", 1));
		Tape.Answer answer = new Tape.Answer(200, 12, Map.of("content-type", "text/event-stream"),
				List.of(new Tape.Chunk(3, "data: \"é\"\n\n".getBytes(StandardCharsets.UTF_8)), new Tape.Chunk(0, half)),
				Tape.Ending.CUT);
		CassetteFiles files = new CassetteFiles(this.directory);
		files.write("folder/name", TapeFormat.write(new Tape(List.of(new Tape.Exchange(request, answer)))));
		assertThat(files.exists("folder/name")).isTrue();
		Tape.Exchange read = files.read("folder/name").exchanges().get(0);
		assertThat(read.request()).isEqualTo(request);
		assertThat(read.answer()).usingRecursiveComparison().isEqualTo(answer);
		assertThat(Files.readString(this.directory.resolve("folder/name.json"))).contains(
				"        \"body\": {\"n\":1}\n", "          {\"delay\":3,\"text\":\"data: \\\"é\\\"\\n\\n\"},\n",
				"          {\"delay\":0,\"base64\":\"5pc=\"}\n");
	}

	@Test
	void readsATapeWithNothingOnIt() throws Exception {
		assertThat(TapeFormat.read(TapeFormat.write(new Tape(List.of())).getBytes(StandardCharsets.UTF_8)).exchanges())
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{\"version\": 2}", "{\"version\": 1}", "{\"version\": 1, \"exchanges\": [1]}" })
	void refusesOtherFiles(String text) {
		CassetteFiles files = new CassetteFiles(this.directory);
		files.write("other", text);
		assertThatExceptionOfType(CassetteException.class).isThrownBy(() -> files.read("other"))
			.withMessageContaining("Cassette 'other' can't be read: ");
	}

}
