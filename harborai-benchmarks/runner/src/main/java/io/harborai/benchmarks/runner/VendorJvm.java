package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * The vendor.
 */
final class VendorJvm implements AutoCloseable {

	private final Jvm jvm;

	private final int port;

	VendorJvm(Path home) throws IOException, InterruptedException {
		this.jvm = Jvm.start(new Jvm.Spec("vendor", home.resolve("vendor"), Machine.vendorCore(),
				List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-Dio.netty.noUnsafe=false"),
				"io.harborai.benchmarks.vendor.Vendor", List.of()));
		this.port = Integer.parseInt(this.jvm.answer().substring("ready ".length()));
	}

	String baseUrl(String script) {
		return "http://127.0.0.1:" + this.port + "/" + script + "/v1";
	}

	/**
	 * How many connections it has accepted so far.
	 */
	long connections() throws IOException, InterruptedException {
		return stats().get("connections").asLong();
	}

	/**
	 * How many requests it has answered so far.
	 */
	long requests() throws IOException, InterruptedException {
		return stats().get("requests").asLong();
	}

	private JsonNode stats() throws IOException, InterruptedException {
		return Lines.parse(this.jvm.ask("stats"));
	}

	@Override
	public void close() throws IOException {
		this.jvm.close();
	}

}
