package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import tools.jackson.databind.node.ObjectNode;

/**
 * The command line of the benchmarks; the README tells what there is.
 */
public final class Bench {

	private static final Comparison.Times FULL = new Comparison.Times(3, 8_000, 60_000, 1_000, 4_000);

	private final Options options;

	private Bench(Options options) {
		this.options = options;
	}

	/**
	 * Run.
	 * @param args the command and its options
	 * @throws Exception if a measurement can't be made
	 */
	public static void main(String[] args) throws Exception {
		if (args.length == 0) {
			throw new IllegalArgumentException("Say what to run; see the README");
		}
		Bench bench = new Bench(new Options(Arrays.asList(args).subList(1, args.length)));
		System.exit(bench.run(args[0]) ? 0 : 1);
	}

	private boolean run(String command) throws IOException, InterruptedException {
		switch (command) {
			case "compare" -> compare();
			case "fresh" -> fresh();
			case "startup" -> startUp();
			case "archive" -> archive();
			case "live" -> live();
			case "soak" -> soak();
			case "cancel" -> cancel();
			case "micro" -> new MicroBenchmarks(this.options).run();
			case "report" -> report();
			case "profile" -> new Profile(this.options).run();
			case "gate" -> {
				return new Gate(this.options).run();
			}
			case "all" -> {
				compare();
				fresh();
				startUp();
				archive();
				live();
				cancel();
				soak();
				new MicroBenchmarks(this.options).run();
				report();
			}
			default -> throw new IllegalArgumentException("There is no command '" + command + "'; see the README");
		}
		return true;
	}

	private void compare() throws IOException, InterruptedException {
		Lines lines = Lines.create(this.options.results().resolve("side-by-side.jsonl"), this.options.home());
		try (VendorJvm vendor = new VendorJvm(this.options.home())) {
			Comparison comparison = new Comparison(this.options.home(), vendor, Comparison.Times.of(this.options, FULL),
					this.options.flag("virtual"));
			for (Row row : this.options.rows(List.of(Row.values()))) {
				add(lines, comparison.measure(row, this.options.clients(List.of(Contender.values())), List.of()));
			}
		}
	}

	private void fresh() throws IOException, InterruptedException {
		Lines lines = Lines.create(this.options.results().resolve("fresh.jsonl"), this.options.home());
		try (VendorJvm vendor = new VendorJvm(this.options.home())) {
			add(lines, new FreshJvms(this.options.home(), vendor)
				.measure(this.options.clients(List.of(Contender.values())), this.options.number("rounds", 5)));
		}
	}

	private void startUp() throws IOException, InterruptedException {
		Lines lines = Lines.create(this.options.results().resolve("startup.jsonl"), this.options.home());
		add(lines, new StartUps(this.options.home()).measure(this.options.number("rounds", 7)));
	}

	private void archive() throws IOException, InterruptedException {
		Lines lines = Lines.create(this.options.results().resolve("archive.jsonl"), this.options.home());
		Path scratch = this.options.home().resolve("runner/target/archives");
		add(lines, new ArchivedStarts(this.options.home(), scratch)
			.measure(List.of(StartUps.App.PLAIN, StartUps.App.HARBORAI), this.options.number("rounds", 7)));
	}

	private void live() throws IOException, InterruptedException {
		Lines lines = Lines.create(this.options.results().resolve("live.jsonl"), this.options.home());
		for (String streams : this.options.text("streams", "1000,10000").split(",")) {
			int count = Integer.parseInt(streams);
			for (Contender contender : this.options.clients(LiveStreams.contenders(count))) {
				// A vendor of its own each: streams left open would go on talking.
				try (VendorJvm vendor = new VendorJvm(this.options.home())) {
					ObjectNode line = new LiveStreams(this.options.home(), vendor).measure(contender, count,
							this.options.number("measure", 5_000));
					lines.add(line);
					System.out.println(line);
				}
			}
		}
	}

	private void soak() throws IOException, InterruptedException {
		Lines lines = Lines.create(this.options.results().resolve("soak.jsonl"), this.options.home());
		for (Contender contender : this.options.clients(List.of(Contender.HARBORAI))) {
			try (VendorJvm vendor = new VendorJvm(this.options.home())) {
				List<ObjectNode> samples = new Soak(this.options.home(), vendor).measure(contender,
						this.options.number("calls", 1_000_000));
				samples.forEach(System.out::println);
				add(lines, samples);
			}
		}
	}

	private void cancel() throws IOException, InterruptedException {
		Lines lines = Lines.create(this.options.results().resolve("cancel.jsonl"), this.options.home());
		ObjectNode line = CancelTimes.measure(this.options.home());
		System.out.println(line);
		lines.add(line);
	}

	private void report() throws IOException {
		List<String> labels = new ArrayList<>(List.of(this.options.text("labels", this.options.label()).split(",")));
		new Report(this.options.home(), labels).write();
	}

	private static void add(Lines lines, List<ObjectNode> figures) throws IOException {
		for (ObjectNode line : figures) {
			lines.add(line);
		}
	}

}
