package io.harborai.autoconfigure.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletion;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.SimulatedVendor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with meters and traces that asks simulated vendors.
 */
final class ObservedApplication implements AutoCloseable {

	static final String KEY = "sk-CANARYKEY0123456789abcdef012345";

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final ConfigurableApplicationContext context;

	private ObservedApplication(Class<?> more, String... properties) {
		this.context = new SpringApplicationBuilder(Application.class, more)
			.properties("spring.main.banner-mode=off", "spring.main.web-application-type=none",
					"management.tracing.sampling.probability=1", "harborai.defaults.resilience.retry.backoff=1ms",
					"harborai.defaults.resilience.retry.max-attempts=1", "harborai.providers.deepseek.api-key=" + KEY,
					"harborai.providers.deepseek.base-url=" + this.vendor.baseUrl(Dialect.DEEPSEEK),
					"harborai.providers.doubao.api-key=" + KEY,
					"harborai.providers.doubao.base-url=" + this.vendor.baseUrl(Dialect.DOUBAO),
					"harborai.routes.smart.models=deepseek-flash,doubao-seed-1-6-250615")
			.run(Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new));
	}

	static ObservedApplication start(String... properties) {
		return new ObservedApplication(Application.class, properties);
	}

	static ObservedApplication with(Class<?> more, String... properties) {
		return new ObservedApplication(more, properties);
	}

	SimulatedVendor vendor() {
		return this.vendor;
	}

	HarborAiClient client() {
		return this.context.getBean(HarborAiClient.class);
	}

	MeterRegistry meters() {
		return this.context.getBean(MeterRegistry.class);
	}

	ObservationRegistry observations() {
		return this.context.getBean(ObservationRegistry.class);
	}

	/**
	 * The finished spans in the order in which they ended.
	 */
	List<Span> spans() {
		return this.context.getBean(Spans.class).finished;
	}

	ChatCompletion ask(String model) {
		return client().chat().completions().create((request) -> request.model(model).user("Hello"));
	}

	@Override
	public void close() {
		this.context.close();
		this.vendor.close();
	}

	/**
	 * A finished span.
	 */
	record Span(String name, String kind, String id, String parentId, String traceId, long startNanos, long endNanos,
			boolean failed, Map<String, String> tags, String all) {

		static Span of(SpanData span) {
			Map<String, String> tags = new TreeMap<>();
			span.getAttributes().forEach((key, value) -> tags.put(key.getKey(), value.toString()));
			return new Span(span.getName(), span.getKind().name(), span.getSpanId(), span.getParentSpanId(),
					span.getTraceId(), span.getStartEpochNanos(), span.getEndEpochNanos(),
					span.getStatus().getStatusCode() == StatusCode.ERROR, tags,
					span + " " + span.getEvents() + " " + span.getStatus());
		}

		String tag(String name) {
			return this.tags.get(name);
		}

	}

	static final class Spans implements SpanProcessor {

		private final List<Span> finished = new CopyOnWriteArrayList<>();

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
			// Its end tells all.
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.finished.add(Span.of(span.toSpanData()));
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Spans spans() {
			return new Spans();
		}

	}

}
