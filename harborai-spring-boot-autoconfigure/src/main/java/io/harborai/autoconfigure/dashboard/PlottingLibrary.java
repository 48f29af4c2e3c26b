package io.harborai.autoconfigure.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

import io.harborai.autoconfigure.InvalidPropertyException;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/**
 * Chart.js, out of its WebJar.
 */
final class PlottingLibrary {

	static final String POM = "META-INF/maven/org.webjars.npm/chart.js/pom.properties";

	static final String FOLDER = "META-INF/resources/webjars/chart.js/";

	// Since 4.5 the first is the short one of the two; before, there is only the second.
	private static final List<String> FILES = List.of("chart.umd.min.js", "chart.umd.js");

	private static final String REMEDY = "Add the dependency org.webjars.npm:chart.js in version 4, such as 4.5.1, "
			+ "or set harborai.dashboard.enabled to false.";

	private final Resource script;

	private PlottingLibrary(Resource script) {
		this.script = script;
	}

	/**
	 * Find it on the class path.
	 * @return the library
	 * @throws InvalidPropertyException if it isn't there
	 */
	static PlottingLibrary find() {
		Resource pom = new ClassPathResource(POM);
		if (!pom.exists()) {
			throw missing("needs Chart.js, whose WebJar is not on the class path");
		}
		String folder = FOLDER + version(pom) + "/dist/";
		return FILES.stream()
			.<Resource>map((file) -> new ClassPathResource(folder + file))
			.filter(Resource::exists)
			.findFirst()
			.map(PlottingLibrary::new)
			.orElseThrow(() -> missing("needs Chart.js 4, but the WebJar on the class path is another version"));
	}

	private static String version(Resource pom) {
		Properties properties = new Properties();
		try (InputStream content = pom.getInputStream()) {
			properties.load(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return properties.getProperty("version", "");
	}

	private static InvalidPropertyException missing(String reason) {
		return new InvalidPropertyException("harborai.dashboard.enabled", reason, REMEDY);
	}

	/**
	 * Read it.
	 * @return JavaScript that defines {@code Chart}, without the mention of its source
	 * map, which isn't served
	 */
	String script() {
		try {
			return this.script.getContentAsString(StandardCharsets.UTF_8)
				.replaceAll("(?m)^//# sourceMappingURL=.*$", "");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
