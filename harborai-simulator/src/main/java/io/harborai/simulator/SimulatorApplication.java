package io.harborai.simulator;

import java.io.PrintStream;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a {@link SimulatedVendor} on its own from a command line, until Ctrl-C.
 */
public final class SimulatorApplication {

	private static final String USAGE = """
			Options:
			  --port=8099              the port; a free one by default
			  --host=127.0.0.1         the address to listen on
			  --tokens-per-second=30   the pace of streams; 0 for as fast as it goes
			  --latency=200ms          the time before every response, in ms, s or as ISO 8601 (PT0.2S)
			  --seed=1                 the seed of everything that is made up
			  --require-key=sk-...     accept this key only; may be repeated
			""";

	private SimulatorApplication() {
	}

	/**
	 * Start the server and print where it is.
	 * @param args the options; without any, a free port and 30 tokens a second
	 * @throws InterruptedException if the main thread is interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		SimulatedVendorBuilder builder;
		try {
			builder = builder(args);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.print(USAGE);
			System.exit(2);
			return;
		}
		SimulatedVendor vendor = builder.build();
		Runtime.getRuntime().addShutdownHook(new Thread(vendor::close, "stop-simulated-vendor"));
		print(vendor, System.out);
		new CountDownLatch(1).await();
	}

	static SimulatedVendorBuilder builder(String... args) {
		SimulatedVendorBuilder builder = SimulatedVendor.builder().tokensPerSecond(30);
		for (String arg : args) {
			int equals = arg.indexOf('=');
			String name = (equals < 0) ? arg : arg.substring(0, equals);
			String value = arg.substring(equals + 1);
			try {
				switch (name) {
					case "--port" -> builder.port(Integer.parseInt(value));
					case "--host" -> builder.host(value);
					case "--tokens-per-second" -> builder.tokensPerSecond(Double.parseDouble(value));
					case "--latency" -> builder.latency(duration(value));
					case "--seed" -> builder.seed(Long.parseLong(value));
					case "--require-key" -> builder.requireKey(value);
					default -> throw new IllegalArgumentException("Unknown option " + name);
				}
			}
			catch (NumberFormatException | DateTimeParseException ex) {
				throw new IllegalArgumentException("The value of " + name + " cannot be read", ex);
			}
		}
		return builder;
	}

	static void print(SimulatedVendor vendor, PrintStream out) {
		out.println("The simulated vendor listens. Base URLs:");
		for (Dialect dialect : Dialect.values()) {
			out.printf("  %-9s %s%n", dialect.name().toLowerCase(Locale.ROOT), vendor.baseUrl(dialect));
		}
		out.println("Any key will do unless one is required. Ctrl-C stops it.");
	}

	private static Duration duration(String value) {
		if (value.endsWith("ms")) {
			return Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)));
		}
		if (value.endsWith("s") && !value.startsWith("P")) {
			return Duration.ofSeconds(Long.parseLong(value.substring(0, value.length() - 1)));
		}
		return Duration.parse(value);
	}

}
