package io.harborai.benchmarks.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Flow;

import io.harborai.benchmarks.harness.ChatClient;
import io.harborai.benchmarks.harness.ClientFactory;
import io.harborai.benchmarks.harness.Outcome;
import io.harborai.benchmarks.harness.Target;

/**
 * Makes a client that sends fixed bytes and reads bytes or lines.
 */
public final class JdkHttp implements ClientFactory {

	@Override
	public ChatClient create(Target target) {
		return new Client(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), request(target, false),
				request(target, true));
	}

	private static HttpRequest request(Target target, boolean stream) {
		return HttpRequest.newBuilder(URI.create(target.baseUrl() + "/chat/completions"))
			.header("Content-Type", "application/json")
			.header("Authorization", "Bearer bench-key")
			.POST(BodyPublishers.ofString(Target.body(stream)))
			.build();
	}

	private record Client(HttpClient client, HttpRequest call, HttpRequest stream) implements ChatClient {

		@Override
		public Style callStyle() {
			return Style.ASYNC;
		}

		@Override
		public void call(Outcome outcome) {
			this.client.sendAsync(this.call, BodyHandlers.ofByteArray()).whenComplete((response, thrown) -> {
				if (thrown != null) {
					outcome.failed(thrown);
				}
				else {
					outcome.done(response.body().length);
				}
			});
		}

		@Override
		public void stream(Outcome outcome) {
			this.client.sendAsync(this.stream, BodyHandlers.fromLineSubscriber(new EventCounter(outcome)))
				.whenComplete((response, thrown) -> {
					if (thrown != null) {
						outcome.failed(thrown);
					}
					else {
						outcome.done(0);
					}
				});
		}

	}

	/**
	 * Counts the events. Four of a stream's events carry no text.
	 */
	private static final class EventCounter implements Flow.Subscriber<String> {

		private final Outcome outcome;

		private int events = -4;

		private EventCounter(Outcome outcome) {
			this.outcome = outcome;
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(String line) {
			if (line.startsWith("data:") && ++this.events > 0) {
				this.outcome.chunk(0);
			}
		}

		@Override
		public void onError(Throwable thrown) {
			// The response's future tells.
		}

		@Override
		public void onComplete() {
			// The response's future tells.
		}

	}

}
