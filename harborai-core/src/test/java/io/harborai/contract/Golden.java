package io.harborai.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.harborai.simulator.RecordedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request as it must go over the wire: the exact bytes of its body in a {@code .json}
 * file, and its line and headers in a {@code .head} file beside it, in
 * {@code src/test/resources/golden}.
 * <p>
 * {@code mvn test -Dharborai.goldens=write} writes the files anew from what is sent; read
 * the difference before committing it.
 */
final class Golden {

	private static final boolean WRITE = "write".equals(System.getProperty("harborai.goldens"));

	private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

	private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

	// These differ from run to run.
	private static final Set<String> VARYING = Set.of("host", "x-client-request-id", "content-length");

	private Golden() {
	}

	/**
	 * Compare a request with its golden.
	 * @param name the folder and the name of the golden's files
	 * @param sent the request
	 */
	static void verify(String name, RecordedRequest sent) {
		String head = head(sent);
		Path headFile = FOLDER.resolve(name + ".head");
		Path bodyFile = FOLDER.resolve(name + ".json");
		try {
			if (WRITE) {
				Files.createDirectories(headFile.getParent());
				Files.writeString(headFile, head);
				Files.write(bodyFile, sent.bodyAsBytes());
			}
			assertThat(headFile).as("golden of " + name + "; see the javadoc of Golden").exists();
			assertThat(head).as(name).isEqualTo(Files.readString(headFile));
			assertThat(sent.body()).as(name).isEqualTo(Files.readString(bodyFile));
			assertThat(sent.bodyAsBytes()).as(name).isEqualTo(Files.readAllBytes(bodyFile));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String head(RecordedRequest sent) {
		StringBuilder head = new StringBuilder(sent.method()).append(' ').append(sent.path()).append('\n');
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(sent.headers());
		headers.forEach((name, values) -> values.forEach((value) -> {
			String shown = VARYING.contains(name.toLowerCase()) ? "*" : value;
			head.append(name.toLowerCase()).append(": ").append(shown).append('\n');
		}));
		String callId = sent.header("x-client-request-id");
		assertThat(callId == null || UUID.matcher(callId).matches()).isTrue();
		String length = sent.header("content-length");
		assertThat(length == null || Integer.parseInt(length) == sent.body().getBytes(StandardCharsets.UTF_8).length)
			.isTrue();
		return head.toString();
	}

}
