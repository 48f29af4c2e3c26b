package io.harborai.simulator;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SimulatorApplicationTests {

	@Test
	void runsUntilItIsStopped() throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), SimulatorApplication.class.getName(), "--seed=3")
			.redirectErrorStream(true)
			.start();
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			String line = lines.readLine();
			while (line != null && !line.contains("openai")) {
				line = lines.readLine();
			}
			assertThat(line).isNotNull();
			String url = line.substring(line.indexOf("http"));
			assertThat(new VendorClient().get(url + "/models").statusCode()).isEqualTo(200);
			process.destroy();
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void printsABaseUrlForEveryDialect() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (SimulatedVendor vendor = SimulatorApplication.builder("--host=localhost").build()) {
			SimulatorApplication.print(vendor, new PrintStream(out, true, StandardCharsets.UTF_8));
			for (Dialect dialect : Dialect.values()) {
				assertThat(out.toString(StandardCharsets.UTF_8)).contains(vendor.baseUrl(dialect));
			}
		}
	}

	@Test
	void readsItsOptions() {
		try (SimulatedVendor vendor = SimulatorApplication
			.builder("--port=0", "--tokens-per-second=1000", "--latency=1ms", "--require-key=sk-x")
			.build()) {
			assertThat(new VendorClient().get(vendor.baseUrl(Dialect.OPENAI) + "/models").statusCode()).isEqualTo(401);
		}
		SimulatorApplication.builder("--latency=2s", "--latency=PT1S");
	}

	@Test
	void refusesWhatItCannotRead() {
		assertThatIllegalArgumentException().isThrownBy(() -> SimulatorApplication.builder("--nonsense=1"))
			.withMessage("Unknown option --nonsense");
		assertThatIllegalArgumentException().isThrownBy(() -> SimulatorApplication.builder("--port=x"))
			.withMessage("The value of --port cannot be read");
		assertThatIllegalArgumentException().isThrownBy(() -> SimulatorApplication.builder("--latency=soon"));
	}

}
