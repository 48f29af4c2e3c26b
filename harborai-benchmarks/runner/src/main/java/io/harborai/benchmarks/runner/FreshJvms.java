package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

/**
 * Measures what only a fresh JVM shows: how long until a client is made and has answered,
 * and what it holds.
 */
final class FreshJvms {

	private final Path home;

	private final VendorJvm vendor;

	FreshJvms(Path home, VendorJvm vendor) {
		this.home = home;
		this.vendor = vendor;
	}

	List<ObjectNode> measure(List<Contender> contenders, int rounds) throws IOException, InterruptedException {
		List<ObjectNode> lines = new ArrayList<>();
		for (int round = 1; round <= rounds; round++) {
			for (Contender contender : contenders) {
				if (contender.isVariant() && contender != Contender.HARBORAI_FOUR
						&& contender != Contender.HARBORAI_EAGER) {
					continue;
				}
				for (String what : List.of("time", "heap")) {
					ObjectNode line = measure(contender, round, what);
					lines.add(line);
					System.out.println(line);
				}
			}
		}
		return lines;
	}

	private ObjectNode measure(Contender contender, int round, String what) throws IOException, InterruptedException {
		Jvm.Spec spec = new Jvm.Spec(contender.id() + "-fresh", this.home.resolve(contender.module()),
				Machine.clientCore(), Comparison.client(256), "io.harborai.benchmarks.harness.FreshStart",
				List.of(contender.factory(), this.vendor.baseUrl("now"), "20", contender.setup(), what));
		try (Jvm jvm = Jvm.start(spec)) {
			Map<String, Object> context = new LinkedHashMap<>();
			context.put("kind", "fresh");
			context.put("row", "fresh-" + what);
			context.put("client", contender.id());
			context.put("round", round);
			return Lines.line(context, jvm.answer());
		}
	}

}
