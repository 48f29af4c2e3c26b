package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

/**
 * Measures what many streams that are open at once hold. Each speaks once a second.
 */
final class LiveStreams {

	// Long enough that none ends while the others are still being opened.
	private static final String SCRIPT = "paced-1000-240";

	private final Path home;

	private final VendorJvm vendor;

	LiveStreams(Path home, VendorJvm vendor) {
		this.home = home;
		this.vendor = vendor;
	}

	ObjectNode measure(Contender contender, int streams, int millis) throws IOException, InterruptedException {
		Jvm.Spec spec = new Jvm.Spec(contender.id() + "-live", this.home.resolve(contender.module()),
				Machine.clientCore(), Comparison.client(2048), "io.harborai.benchmarks.harness.Worker",
				List.of(contender.factory(), this.vendor.baseUrl(SCRIPT), Integer.toString(streams + 1),
						contender.setup()));
		try (Jvm jvm = Jvm.start(spec)) {
			jvm.answer();
			Map<String, Object> context = new LinkedHashMap<>();
			context.put("kind", "live");
			context.put("row", "live-" + streams);
			context.put("client", contender.id());
			return Lines.line(context, jvm.ask("live " + streams + " " + millis));
		}
	}

	static List<Contender> contenders(int streams) {
		return (streams > 2000) ? List.of(Contender.RAW, Contender.WEBCLIENT, Contender.HARBORAI)
				: List.of(Contender.RAW, Contender.WEBCLIENT, Contender.OPENAI_JAVA, Contender.SPRING_AI_OPENAI,
						Contender.LANGCHAIN4J, Contender.HARBORAI);
	}

}
