package io.harborai.autoconfigure.ledger;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server of the test's own, from the programs that are installed. It doesn't
 * run as root, so root hands it to the user that Debian has for it.
 */
final class Postgres implements AutoCloseable {

	static final String MISSING = "PostgreSQL isn't installed, so nothing is tested with it. "
			+ "On Debian: apt-get install postgresql";

	private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

	private final Path programs = programs().orElseThrow(() -> new IllegalStateException(MISSING));

	private final Path directory;

	private final int port;

	private Postgres() throws IOException {
		this.directory = Files.createTempDirectory("harborai-postgres");
		this.port = freePort();
	}

	static boolean installed() {
		return programs().isPresent();
	}

	private static Optional<Path> programs() {
		if (!Files.isDirectory(VERSIONS)) {
			return Optional.empty();
		}
		try (Stream<Path> versions = Files.list(VERSIONS)) {
			return versions.map((version) -> version.resolve("bin"))
				.filter((bin) -> Files.isExecutable(bin.resolve("initdb")))
				.max(Comparator.naturalOrder());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Postgres start() {
		try {
			Postgres postgres = new Postgres();
			if (isRoot()) {
				postgres.run("chown", "postgres", postgres.directory.toString());
			}
			postgres.program("initdb", "-A", "trust", "-U", "harborai", "-E", "UTF8", "--locale=C", "--no-sync");
			postgres.up();
			return postgres;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * Start it, with the data that it had.
	 */
	void up() {
		program("pg_ctl", "-w", "-l", this.directory.resolve("log").toString(), "-o",
				"-p " + this.port + " -c listen_addresses=127.0.0.1 -c fsync=off -k " + this.directory, "start");
	}

	/**
	 * Stop it as if it crashed.
	 */
	void down() {
		program("pg_ctl", "-w", "-m", "immediate", "stop");
	}

	PGSimpleDataSource dataSource() {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(url());
		dataSource.setUser("harborai");
		return dataSource;
	}

	String url() {
		return "jdbc:postgresql://127.0.0.1:" + this.port + "/postgres?connectTimeout=5&socketTimeout=20";
	}

	private void program(String name, String... arguments) {
		List<String> command = new ArrayList<>();
		if (isRoot()) {
			command.addAll(List.of("runuser", "-u", "postgres", "--"));
		}
		command
			.addAll(List.of(this.programs.resolve(name).toString(), "-D", this.directory.resolve("data").toString()));
		command.addAll(Arrays.asList(arguments));
		run(command.toArray(String[]::new));
	}

	private void run(String... command) {
		try {
			// Not a pipe: the server would keep it open.
			File output = File.createTempFile("harborai-postgres", ".txt");
			int code = new ProcessBuilder(command).directory(new File("/"))
				.redirectErrorStream(true)
				.redirectOutput(output)
				.start()
				.waitFor();
			String said = Files.readString(output.toPath());
			Files.delete(output.toPath());
			if (code != 0) {
				throw new IllegalStateException(String.join(" ", command) + " failed: " + said);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		if (Files.exists(this.directory.resolve("data/postmaster.pid"))) {
			down();
		}
		run("rm", "-rf", this.directory.toString());
	}

}
