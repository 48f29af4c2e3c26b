package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

/**
 * Measures how soon the vendor sees that a stream was cancelled.
 */
final class CancelTimes {

	private CancelTimes() {
	}

	static ObjectNode measure(Path home) throws IOException, InterruptedException {
		Jvm.Spec spec = new Jvm.Spec("cancel", home.resolve(Contender.HARBORAI.module()), -1, Comparison.client(256),
				"io.harborai.benchmarks.client.CancelledStreams", List.of());
		try (Jvm jvm = Jvm.start(spec)) {
			Map<String, Object> context = new LinkedHashMap<>();
			context.put("kind", "cancel");
			context.put("row", "cancel");
			context.put("client", Contender.HARBORAI.id());
			return Lines.line(context, jvm.answer());
		}
	}

}
