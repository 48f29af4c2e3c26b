package io.harborai.benchmarks.runner;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A JVM that this one has started and talks with, one line at a time. It ends when this
 * one lets go of it.
 */
final class Jvm implements AutoCloseable {

	private static final String ANSWER = "@bench ";

	private static final String ENDED = "";

	private static final int LAST_LINES = 30;

	private static final int PATIENCE_SECONDS = 180;

	private final String name;

	private final int patienceSeconds;

	private final Path log;

	private final Process process;

	private final Writer commands;

	private final Deque<String> chatter = new ArrayDeque<>();

	private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(16);

	private Jvm(String name, Path log, Process process, int patienceSeconds) {
		this.name = name;
		this.patienceSeconds = patienceSeconds;
		this.log = log;
		this.process = process;
		this.commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
		Thread reader = new Thread(this::read, "reader-of-" + name);
		reader.setDaemon(true);
		reader.start();
	}

	static Jvm start(Spec spec) throws IOException {
		return start(spec, PATIENCE_SECONDS);
	}

	/**
	 * Start a JVM with another class path than that of its module.
	 */
	static Jvm start(Spec spec, String classPath) throws IOException {
		return start(spec, classPath, PATIENCE_SECONDS);
	}

	/**
	 * Start a JVM that may take its time.
	 * @param patienceSeconds how long to wait for each answer
	 */
	static Jvm start(Spec spec, int patienceSeconds) throws IOException {
		return start(spec, classPath(spec.module()), patienceSeconds);
	}

	private static Jvm start(Spec spec, String classPath, int patienceSeconds) throws IOException {
		List<String> command = new ArrayList<>();
		if (spec.core() >= 0) {
			command.addAll(Machine.pinnedTo(spec.core()));
		}
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(spec.options());
		command.add("-cp");
		command.add(classPath);
		command.add(spec.main());
		command.addAll(spec.arguments());
		Path log = spec.module().resolve("target/bench-" + spec.name() + ".log");
		Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
		return new Jvm(spec.name(), log, process, patienceSeconds);
	}

	static String classPath(Path module) throws IOException {
		Path file = module.resolve("target/classpath.txt");
		if (!Files.exists(file)) {
			throw new IllegalStateException(file + " is missing; build the benchmarks first");
		}
		return module.resolve("target/classes") + File.pathSeparator + Files.readString(file).trim();
	}

	private void read() {
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			String line;
			while ((line = output.readLine()) != null) {
				if (line.startsWith(ANSWER)) {
					this.answers.put(line.substring(ANSWER.length()));
				}
				else {
					chatter(line);
				}
			}
			this.answers.put(ENDED);
		}
		catch (IOException ex) {
			this.answers.offer(ENDED);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized void chatter(String line) {
		this.chatter.add(line);
		if (this.chatter.size() > LAST_LINES) {
			this.chatter.remove();
		}
	}

	private synchronized String lastWords() throws IOException {
		List<String> lines = new ArrayList<>(this.chatter);
		List<String> log = Files.exists(this.log) ? Files.readAllLines(this.log) : List.of();
		lines.addAll(log.subList(Math.max(0, log.size() - LAST_LINES), log.size()));
		return String.join("\n", lines);
	}

	String ask(String command) throws IOException, InterruptedException {
		this.commands.write(command + "\n");
		this.commands.flush();
		return answer();
	}

	String answer() throws IOException, InterruptedException {
		@Nullable String answer = this.answers.poll(this.patienceSeconds, TimeUnit.SECONDS);
		if (answer == null || answer.equals(ENDED)) {
			throw new IOException(
					this.name + ((answer == null) ? " doesn't answer" : " has ended") + ":\n" + lastWords());
		}
		return answer;
	}

	@Override
	public void close() throws IOException {
		try {
			this.commands.write("exit\n");
			this.commands.close();
		}
		catch (IOException ex) {
			// It has ended by itself.
		}
		boolean ended = false;
		try {
			ended = this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (!ended) {
			this.process.destroyForcibly();
		}
	}

	/**
	 * What to start.
	 *
	 * @param name what it is called in messages and in the name of its log
	 * @param module the folder whose class path it gets
	 * @param core the core it is held to, negative for none
	 * @param options the JVM's options
	 * @param main the class to run
	 * @param arguments its arguments
	 */
	record Spec(String name, Path module, int core, List<String> options, String main, List<String> arguments) {
	}

}
