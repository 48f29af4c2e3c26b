package io.harborai.samples.observed;

import java.time.Duration;
import java.util.List;

import io.harborai.HarborAiClient;
import io.harborai.error.HarborAiException;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Calls without end, so that there is something to see: most of them streams, some whole
 * answers, and now and then a reader who goes away.
 */
@Component
final class Traffic implements DisposableBean {

	private static final List<String> MODELS = List.of("deepseek-flash", "smart", "openai/gpt-6-luna", "deepseek-flash",
			"wenxin/ernie-4.5-turbo-128k");

	private static final int AT_ONCE = 40;

	private final Flux<Object> calls;

	private Disposable running = () -> {
	};

	Traffic(HarborAiClient client, @Value("${traffic.calls-per-second}") double callsPerSecond) {
		Duration pace = Duration.ofNanos(Math.round(1e9 / callsPerSecond));
		this.calls = Flux.interval(pace).onBackpressureDrop().flatMap((tick) -> call(client, tick), AT_ONCE);
	}

	@EventListener(ApplicationReadyEvent.class)
	void start() {
		this.running = this.calls.subscribe();
	}

	@Override
	public void destroy() {
		this.running.dispose();
	}

	private static Publisher<Object> call(HarborAiClient client, long number) {
		String model = MODELS.get((int) (number % MODELS.size()));
		Mono<?> end;
		if (number % 4 == 3) {
			end = client.chat()
				.completions()
				.createAsync((request) -> request.model(model).user("What is a bulkhead?"));
		}
		else {
			Flux<?> stream = client.chat()
				.completions()
				.stream((request) -> request.model(model).user("What is a bulkhead?"));
			end = ((number % 30 == 17) ? stream.take(5) : stream).then();
		}
		// What fails is seen on the dashboard; this loop goes on.
		return end.onErrorComplete(HarborAiException.class).then(Mono.empty());
	}

}
