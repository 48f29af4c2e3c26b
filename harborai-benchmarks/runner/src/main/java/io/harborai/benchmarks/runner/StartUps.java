package io.harborai.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

/**
 * Measures how a Spring Boot application starts without and with a starter. Each is
 * compared with the plain application on the same version of Spring Boot in the same
 * round.
 */
final class StartUps {

	private final Path home;

	StartUps(Path home) {
		this.home = home;
	}

	List<ObjectNode> measure(int rounds) throws IOException, InterruptedException {
		List<ObjectNode> lines = new ArrayList<>();
		for (int round = 0; round <= rounds; round++) {
			for (App app : App.values()) {
				ObjectNode line = measure(app, round);
				if (round > 0) {
					lines.add(line);
					System.out.println(line);
				}
			}
		}
		return lines;
	}

	/**
	 * Round 0 only fills the system's caches.
	 */
	ObjectNode measure(App app, int round) throws IOException, InterruptedException {
		return measure(app, round, classPath(app), List.of());
	}

	String classPath(App app) throws IOException {
		return Jvm.classPath(module(app));
	}

	private Path module(App app) {
		return this.home.resolve("apps/" + app.id);
	}

	ObjectNode measure(App app, int round, String classPath, List<String> more)
			throws IOException, InterruptedException {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off"));
		arguments.addAll(app.arguments);
		List<String> options = new ArrayList<>(List.of("-Xmx512m"));
		options.addAll(more);
		Jvm.Spec spec = new Jvm.Spec(app.id, module(app), -1, options, "io.harborai.benchmarks.app.MeasuredApplication",
				arguments);
		try (Jvm jvm = Jvm.start(spec, classPath)) {
			Map<String, Object> context = new LinkedHashMap<>();
			context.put("kind", "start-up");
			context.put("app", app.id);
			context.put("plain", app.plain);
			context.put("round", round);
			return Lines.line(context, jvm.answer());
		}
	}

	/**
	 * An application.
	 */
	enum App {

		PLAIN("plain", "plain", List.of()),

		HARBORAI("harborai", "plain",
				List.of("--harborai.providers.deepseek.api-key=bench", "--harborai.providers.doubao.api-key=bench",
						"--harborai.providers.wenxin.api-key=bce-v3/ALTAK-bench/bench",
						"--harborai.providers.openai.api-key=bench")),

		SPRING_AI_OPENAI("spring-ai-openai", "plain", List.of("--spring.ai.openai.api-key=bench")),

		PLAIN_BOOT35("plain-boot35", "plain-boot35", List.of()),

		SPRING_AI_DEEPSEEK("spring-ai-deepseek", "plain-boot35", List.of("--spring.ai.deepseek.api-key=bench"));

		private final String id;

		private final String plain;

		private final List<String> arguments;

		App(String id, String plain, List<String> arguments) {
			this.id = id;
			this.plain = plain;
			this.arguments = arguments;
		}

		String id() {
			return this.id;
		}

		String plain() {
			return this.plain;
		}

	}

}
