package io.harborai.autoconfigure.actuate;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.harborai.autoconfigure.actuate.ObservedApplication.Span;
import io.harborai.error.HarborAiException;
import io.harborai.simulator.Reply;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The meters and traces of embeddings in a running application.
 */
class EmbeddingObservationTests {

	private static final String MODEL = "doubao-embedding-large-text-250515";

	@AfterEach
	void resetReactor() {
		// Boot switches it on for the whole process.
		Hooks.disableAutomaticContextPropagation();
	}

	private static ObservedApplication start() {
		return ObservedApplication.start("harborai.providers.doubao.models[0].id=" + MODEL,
				"harborai.providers.doubao.models[0].prices[0].currency=CNY",
				"harborai.providers.doubao.models[0].prices[0].input=0.5",
				"harborai.providers.doubao.models[0].prices[0].output=0");
	}

	@Test
	void timesTokensAttemptsAndCost() {
		try (ObservedApplication app = start()) {
			// Three requests, as the vendor takes 256 inputs.
			List<String> texts = Collections.nCopies(600, "a b c");
			long tokens = app.client().embeddings().create(MODEL, texts).usage().promptTokens();
			MeterRegistry meters = app.meters();
			assertThat(meters.get("gen_ai.client.operation.duration")
				.tags("gen_ai.operation.name", "embeddings", "gen_ai.provider.name", "doubao", "gen_ai.request.model",
						MODEL, "error.type", "none")
				.timer()
				.count()).isOne();
			assertThat(meters.get("harborai.attempts")
				.tags("gen_ai.request.model", MODEL, "outcome", "ok")
				.counter()
				.count()).isEqualTo(3);
			assertThat(meters.get("gen_ai.client.token.usage")
				.tags("gen_ai.operation.name", "embeddings", "gen_ai.token.type", "input", "harborai.usage.source",
						"provider")
				.summary()
				.totalAmount()).isEqualTo(tokens);
			assertThat(meters.get("harborai.cost").tag("gen_ai.request.model", MODEL).counter().count()).isPositive();
		}
	}

	@Test
	void aTraceOfACallAndItsRequests() {
		try (ObservedApplication app = start()) {
			app.client()
				.embeddings()
				.create((r) -> r.model(MODEL).inputs(Collections.nCopies(300, "a")).concurrency(1));
			List<Span> spans = app.spans();
			assertThat(spans).extracting(Span::name)
				.containsExactly("attempt doubao", "attempt doubao", "embeddings " + MODEL);
			Span call = spans.get(2);
			assertThat(spans.subList(0, 2)).extracting(Span::parentId).containsOnly(call.id());
			assertThat(spans.subList(0, 2)).extracting((span) -> span.tag("gen_ai.operation.name"))
				.containsOnly("embeddings");
			assertThat(call.tags())
				.containsAllEntriesOf(Map.of("gen_ai.operation.name", "embeddings", "gen_ai.provider.name", "doubao",
						"gen_ai.request.model", MODEL, "error.type", "none", "harborai.embeddings.inputs", "300",
						"gen_ai.embeddings.dimension.count", "8", "harborai.attempts", "2"));
			assertThat(call.tags()).containsKeys("harborai.cost", "gen_ai.usage.input_tokens");
			assertThat(app.vendor().requests().get(0).header("traceparent"))
				.startsWith("00-" + call.traceId() + "-" + spans.get(0).id() + "-");
		}
	}

	@Test
	void aFailure() {
		try (ObservedApplication app = start()) {
			app.vendor().always(Reply.status(500));
			assertThatExceptionOfType(HarborAiException.class)
				.isThrownBy(() -> app.client().embeddings().create(MODEL, "CANARYINPUT"));
			assertThat(app.meters()
				.get("gen_ai.client.operation.duration")
				.tags("gen_ai.operation.name", "embeddings", "error.type", "ProviderUnavailableException")
				.timer()
				.count()).isOne();
			Span call = app.spans().get(1);
			assertThat(call.failed()).isTrue();
			assertThat(call.tag("error.type")).isEqualTo("ProviderUnavailableException");
			assertThat(app.spans()).noneMatch((span) -> span.all().contains("CANARY"));
		}
	}

}
