package io.harborai.fault;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the list of faults in this folder's README to the tests that are named after
 * them.
 */
class FaultIndexTests {

	private static final Path README = Path.of("src/test/java/io/harborai/fault/README.md");

	private static final Pattern ROW = Pattern.compile("\\| (F\\d+) \\| [^|]+ \\| ([^|]+) \\|");

	@Test
	void everyTestThatIsListedIsThereAndNamesItsFault() throws Exception {
		Map<String, List<String>> index = index();
		for (Map.Entry<String, List<String>> fault : index.entrySet()) {
			for (String test : fault.getValue()) {
				assertThat(displayName(test)).as(test).containsPattern("\\b" + fault.getKey() + "\\b");
			}
		}
		assertThat(index.keySet()).containsAll(
				Stream.of(IntStream.rangeClosed(1, 47), IntStream.rangeClosed(68, 75), IntStream.of(90, 91, 92))
					.flatMap(IntStream::boxed)
					.map((number) -> "F" + number)
					.toList());
	}

	private static Map<String, List<String>> index() throws IOException {
		Map<String, List<String>> index = new LinkedHashMap<>();
		for (String line : Files.readAllLines(README)) {
			Matcher row = ROW.matcher(line);
			if (row.matches()) {
				index.put(row.group(1), List.of(row.group(2).trim().split(", ")));
			}
		}
		return index;
	}

	private static String displayName(String test) throws ClassNotFoundException {
		int dot = test.lastIndexOf('.');
		Class<?> type = Class.forName("io.harborai." + test.substring(0, dot));
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> method.getName().equals(test.substring(dot + 1)))
			.map(FaultIndexTests::displayName)
			.findFirst()
			.orElse("not there");
	}

	private static String displayName(Method method) {
		DisplayName name = method.getAnnotation(DisplayName.class);
		return (name != null) ? name.value() : "without a name";
	}

}
