package io.harborai.benchmarks.runner;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import tools.jackson.databind.node.ObjectNode;

/**
 * Measures what an archive of loaded classes is worth to an application's start: class
 * data sharing, or the AOT cache of a JVM that has it.
 */
final class ArchivedStarts {

	/** What stands for the client in lines of starts with an archive. */
	static final String WITH = "with";

	/** What stands for the client in lines of starts without one. */
	static final String WITHOUT = "without";

	private static final int FIRST_WITH_AOT_CACHE = 25;

	private final StartUps startUps;

	private final Path scratch;

	ArchivedStarts(Path home, Path scratch) {
		this.startUps = new StartUps(home);
		this.scratch = scratch;
	}

	List<ObjectNode> measure(List<StartUps.App> apps, int rounds) throws IOException, InterruptedException {
		Map<StartUps.App, Archive> archives = new LinkedHashMap<>();
		for (StartUps.App app : apps) {
			archives.put(app, archive(app));
		}
		List<ObjectNode> lines = new ArrayList<>();
		for (int round = 0; round <= rounds; round++) {
			for (Map.Entry<StartUps.App, Archive> entry : archives.entrySet()) {
				for (boolean archived : new boolean[] { false, true }) {
					Archive archive = entry.getValue();
					ObjectNode line = this.startUps.measure(entry.getKey(), round, archive.classPath(),
							archived ? List.of(archive.option()) : List.of());
					line.put("kind", "archived-start");
					line.put("row", entry.getKey().id());
					line.put("client", archived ? WITH : WITHOUT);
					// Round 0 only fills the system's caches.
					if (round > 0) {
						lines.add(line);
						System.out.println(line);
					}
				}
			}
		}
		return lines;
	}

	/**
	 * One run records what is loaded, an archive is made of it. It fits one class path,
	 * of files only.
	 */
	private Archive archive(StartUps.App app) throws IOException, InterruptedException {
		Path folder = Files.createDirectories(this.scratch.resolve(app.id()));
		String classPath = onlyFiles(this.startUps.classPath(app), folder);
		boolean aot = Runtime.version().feature() >= FIRST_WITH_AOT_CACHE;
		Path file = folder.resolve(aot ? "app.aot" : "app.jsa");
		this.startUps.measure(app, 0, classPath,
				List.of(aot ? "-XX:AOTCacheOutput=" + file : "-XX:ArchiveClassesAtExit=" + file));
		if (!Files.exists(file)) {
			throw new IOException("The JVM made no archive for " + app.id());
		}
		return new Archive(classPath, aot ? "-XX:AOTCache=" + file : "-XX:SharedArchiveFile=" + file);
	}

	private static String onlyFiles(String classPath, Path folder) throws IOException {
		List<String> files = new ArrayList<>();
		for (String entry : classPath.split(File.pathSeparator)) {
			Path path = Path.of(entry);
			files.add(Files.isDirectory(path)
					? packed(path, folder.resolve("classes-" + files.size() + ".jar")).toString() : entry);
		}
		return String.join(File.pathSeparator, files);
	}

	private static Path packed(Path classes, Path jar) throws IOException {
		try (OutputStream out = Files.newOutputStream(jar);
				JarOutputStream entries = new JarOutputStream(out);
				Stream<Path> files = Files.walk(classes)) {
			for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
				entries
					.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
				Files.copy(file, entries);
				entries.closeEntry();
			}
		}
		return jar;
	}

	/**
	 * What a start with an archive needs.
	 *
	 * @param classPath the class path that it fits
	 * @param option the option that has the JVM use it
	 */
	private record Archive(String classPath, String option) {
	}

}
