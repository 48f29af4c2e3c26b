package io.harborai.benchmarks.client;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.harborai.benchmarks.harness.ChatClient;
import io.harborai.benchmarks.harness.ClientFactory;
import io.harborai.benchmarks.harness.Outcome;
import io.harborai.benchmarks.harness.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Makes a client that sends fixed bytes and reads bytes: the floor that everything is
 * compared with.
 */
public final class RawNetty implements ClientFactory {

	private static final byte[] CALL = Target.body(false).getBytes(StandardCharsets.UTF_8);

	private static final byte[] STREAM = Target.body(true).getBytes(StandardCharsets.UTF_8);

	@Override
	public ChatClient create(Target target) {
		ConnectionProvider pool = ConnectionProvider.create("raw", target.poolSize(500));
		HttpClient client = HttpClient.create(pool)
			.baseUrl(target.baseUrl())
			.headers((headers) -> headers.set("Authorization", "Bearer bench-key")
				.set("Content-Type", "application/json"));
		return new Client(client.post().uri("/chat/completions"));
	}

	private static final class Client implements ChatClient {

		private final HttpClient.RequestSender post;

		private volatile List<String> models = List.of(Target.MODEL);

		private Client(HttpClient.RequestSender post) {
			this.post = post;
		}

		@Override
		public Style callStyle() {
			return Style.ASYNC;
		}

		@Override
		public Object models() {
			return this.models;
		}

		@Override
		public void call(Outcome outcome) {
			this.post.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(CALL)))
				.responseContent()
				.aggregate()
				.asByteArray()
				.subscribe((body) -> outcome.done(body.length), outcome::failed);
		}

		@Override
		public void stream(Outcome outcome) {
			this.post.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(STREAM)))
				.responseContent()
				.subscribe(new EventCounter(outcome));
		}

	}

	/**
	 * Counts the events: a blank line ends one. Four of a stream's events carry no text.
	 */
	private static final class EventCounter implements CoreSubscriber<ByteBuf> {

		private final Outcome outcome;

		private int events = -4;

		private boolean lineIsEmpty;

		private EventCounter(Outcome outcome) {
			this.outcome = outcome;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(ByteBuf buffer) {
			buffer.forEachByte((b) -> {
				if (b == '\n') {
					if (this.lineIsEmpty && ++this.events > 0) {
						this.outcome.chunk(0);
					}
					this.lineIsEmpty = !this.lineIsEmpty;
				}
				else {
					this.lineIsEmpty = false;
				}
				return true;
			});
		}

		@Override
		public void onError(@Nullable Throwable thrown) {
			this.outcome.failed((thrown != null) ? thrown : new IllegalStateException());
		}

		@Override
		public void onComplete() {
			this.outcome.done(0);
		}

	}

}
