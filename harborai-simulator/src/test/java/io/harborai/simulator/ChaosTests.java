package io.harborai.simulator;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.harborai.simulator.VendorClient.PATIENCE;
import static io.harborai.simulator.VendorClient.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ChaosTests {

	private static final String STREAM = "\"stream\":true," + ask("gpt-4.1-mini", "Hello");

	/**
	 * Faults after which a connection stays open and nothing comes.
	 */
	private static final Set<Fault> SILENT = EnumSet.of(Fault.NEVER_ANSWER, Fault.STALL, Fault.DONE_THEN_KEEP_OPEN);

	private static final Set<Fault> HARMLESS = EnumSet.of(Fault.LATE, Fault.LATE_FIRST_TOKEN, Fault.KEEP_ALIVES,
			Fault.ONE_BYTE_AT_A_TIME, Fault.DONE_THEN_KEEP_OPEN, Fault.JUNK_AFTER_DONE);

	private final SimulatedVendor vendor = SimulatedVendor.start();

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@ParameterizedTest
	@EnumSource(Fault.class)
	void everyFaultCanBeSeenAndLeavesNothingBehind(Fault fault) throws IOException {
		this.vendor.chaos(FaultMix.none(3).with(fault, 1));
		try (RawClient client = new RawClient(this.vendor.port())) {
			client.send("POST /openai/v1/chat/completions HTTP/1.1\r\nConnection: close\r\nContent-Length: "
					+ (STREAM.length() + 2) + "\r\n\r\n{" + STREAM + "}");
			if (SILENT.contains(fault)) {
				this.vendor.takeRequest(PATIENCE);
				client.readUntilSilent();
			}
			else {
				assertThat(client.readToEnd()).isNotEqualTo(RawClient.End.SILENT);
			}
			String plain = client.received().replaceAll("\r\n1\r\n(?s:(.))(?=\r\n)", "$1");
			assertThat(plain.contains("[DONE]")).isEqualTo(HARMLESS.contains(fault));
		}
		assertThat(this.vendor.connections().awaitOpen(0, PATIENCE)).isTrue();
		assertThat(this.vendor.inFlight()).isZero();
		assertThat(this.vendor.chaosCounts()).isEqualTo(Map.of(fault, 1L));
	}

	@Test
	void drawsTheSameFaultsForTheSameSeed() {
		Map<Fault, Long> first = drawn(FaultMix.all(11, 0.5));
		assertThat(drawn(FaultMix.all(11, 0.5))).isEqualTo(first);
		assertThat(drawn(FaultMix.all(12, 0.5))).isNotEqualTo(first);
		assertThat(first.values().stream().mapToLong(Long::longValue).sum()).isBetween(400L, 600L);
	}

	@Test
	void leavesWhatIsScriptedNextAlone() {
		this.vendor.chaos(Dialect.OPENAI, FaultMix.none(1).with(Fault.SERVER_ERROR, 1)).next(Reply.status(418));
		VendorClient client = new VendorClient();
		String models = this.vendor.baseUrl(Dialect.OPENAI) + "/models";
		assertThat(client.get(models).statusCode()).isEqualTo(418);
		assertThat(client.get(models).statusCode()).isEqualTo(500);
		assertThat(client.get(this.vendor.baseUrl(Dialect.DEEPSEEK) + "/models").statusCode()).isEqualTo(200);
		this.vendor.reset();
		assertThat(client.get(models).statusCode()).isEqualTo(200);
	}

	@Test
	void disturbsWhatIsScriptedAlways() {
		this.vendor.always(Reply.answer().text("mine")).chaos(FaultMix.none(1).with(Fault.KEEP_ALIVES, 1));
		String body = new VendorClient()
			.post(this.vendor.baseUrl(Dialect.OPENAI) + "/chat/completions", "{" + STREAM + "}")
			.body();
		assertThat(body).startsWith(": keep-alive").contains("\"mine\"");
	}

	@Test
	void refusesImpossibleProbabilities() {
		FaultMix half = FaultMix.none(1).with(Fault.STALL, 0.5);
		assertThatIllegalArgumentException().isThrownBy(() -> half.with(Fault.RESET, 0.6));
		assertThatIllegalArgumentException().isThrownBy(() -> half.with(Fault.RESET, -0.1));
	}

	private static Map<Fault, Long> drawn(FaultMix mix) {
		ReplyBook book = new ReplyBook();
		book.common().chaos(mix);
		for (int i = 0; i < 1000; i++) {
			book.take(Dialect.OPENAI);
		}
		return book.drawn();
	}

}
