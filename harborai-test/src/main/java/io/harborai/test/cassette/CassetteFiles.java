package io.harborai.test.cassette;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where cassettes are kept.
 */
final class CassetteFiles {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*");

	private static final Path SOURCES = Path.of("src", "test");

	private final Path directory;

	CassetteFiles(Path directory) {
		this.directory = directory;
	}

	/**
	 * The directory of the module that a class belongs to: whatever the working directory
	 * is, which differs between build tools and development environments.
	 * @param testClass a class of the module's tests
	 * @return {@code src/test/resources/cassettes} of the module
	 */
	static Path directoryFor(Class<?> testClass) {
		Path module = location(testClass);
		while (module != null && !Files.isDirectory(module.resolve(SOURCES))) {
			module = module.getParent();
		}
		return ((module != null) ? module : Path.of("")).resolve(SOURCES).resolve("resources").resolve("cassettes");
	}

	private static @Nullable Path location(Class<?> testClass) {
		CodeSource source = testClass.getProtectionDomain().getCodeSource();
		if (source == null || !"file".equals(source.getLocation().getProtocol())) {
			return null;
		}
		try {
			return Path.of(source.getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("The location of " + testClass.getName() + " is no URI", ex);
		}
	}

	boolean exists(String name) {
		return Files.isRegularFile(file(name));
	}

	Path file(String name) {
		if (!NAME.matcher(name).matches()) {
			throw new CassetteException("'" + name + "' is no name for a cassette. Use letters, digits, '.', '_' and "
					+ "'-', and '/' between folders.");
		}
		return this.directory.resolve(name + ".json");
	}

	Tape read(String name) {
		try (InputStream in = Files.newInputStream(file(name))) {
			return TapeFormat.read(in.readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cassette '" + name + "' can't be read", ex);
		}
		catch (IllegalArgumentException ex) {
			throw new CassetteException("Cassette '" + name + "' can't be read: " + ex.getMessage()
					+ ". Correct the file, or record it anew.", ex);
		}
	}

	/**
	 * Write a cassette, whole or not at all.
	 * @param name its name
	 * @param text the file's text
	 */
	void write(String name, String text) {
		Path file = file(name);
		try {
			Path folder = file.toAbsolutePath().getParent();
			Files.createDirectories(folder);
			Path draft = Files.createTempFile(folder, "cassette", ".tmp");
			try {
				Files.write(draft, text.getBytes(StandardCharsets.UTF_8));
				Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
			}
			finally {
				Files.deleteIfExists(draft);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cassette '" + name + "' can't be written", ex);
		}
	}

}
