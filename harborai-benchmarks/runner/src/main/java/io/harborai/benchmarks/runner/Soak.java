package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes very many calls and streams in one JVM and looks in between whether heap, direct
 * memory, threads or descriptors grow.
 */
final class Soak {

	private static final int AT_ONCE = 50;

	private final Path home;

	private final VendorJvm vendor;

	Soak(Path home, VendorJvm vendor) {
		this.home = home;
		this.vendor = vendor;
	}

	List<ObjectNode> measure(Contender contender, int calls) throws IOException, InterruptedException {
		Jvm.Spec spec = new Jvm.Spec(contender.id() + "-soak", this.home.resolve(contender.module()),
				Machine.clientCore(), Comparison.client(256), "io.harborai.benchmarks.harness.Worker",
				List.of(contender.factory(), this.vendor.baseUrl("now"), Integer.toString(AT_ONCE), contender.setup()));
		List<ObjectNode> lines = new ArrayList<>();
		try (Jvm jvm = Jvm.start(spec, 3600)) {
			jvm.answer();
			for (JsonNode sample : Lines.parse(jvm.ask("soak " + calls + " " + AT_ONCE)).get("samples")) {
				Map<String, Object> context = new LinkedHashMap<>();
				context.put("kind", "soak");
				context.put("row", "soak");
				context.put("client", contender.id());
				lines.add(Lines.line(context, sample.toString()));
			}
		}
		return lines;
	}

}
