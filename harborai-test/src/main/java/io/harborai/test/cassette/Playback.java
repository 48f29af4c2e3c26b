package io.harborai.test.cassette;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Answers from a tape. Each recorded answer is given once, to the first request that is
 * like the recorded one. Thread-safe.
 */
final class Playback implements Session {

	private final String name;

	private final Tape tape;

	private final double speed;

	private final Secrets secrets;

	private final BitSet used = new BitSet();

	private final List<String> problems = new ArrayList<>();

	/**
	 * Create a playback.
	 * @param name the cassette's name
	 * @param tape what is on it
	 * @param speed 1 for the recorded timing, 2 for twice as fast, 0 for no waiting
	 * @param secrets masks them in the messages of problems
	 */
	Playback(String name, Tape tape, double speed, Secrets secrets) {
		this.name = name;
		this.tape = tape;
		this.speed = speed;
		this.secrets = secrets;
	}

	@Override
	public Publisher<Void> answer(Incoming request, HttpServerResponse response) {
		request.reveal(this.secrets);
		Tape.Request sent = request.withoutSecrets(this.secrets);
		Tape.Answer answer = take(sent);
		return (answer != null) ? play(answer, response) : Refusal.send(response, problem(sent));
	}

	@Override
	public synchronized List<String> problems() {
		return List.copyOf(this.problems);
	}

	@Override
	public void finish() {
		// a tape is not changed by playing it
	}

	private synchronized Tape.@Nullable Answer take(Tape.Request sent) {
		List<Tape.Exchange> exchanges = this.tape.exchanges();
		for (int i = this.used.nextClearBit(0); i < exchanges.size(); i = this.used.nextClearBit(i + 1)) {
			if (Mismatch.same(exchanges.get(i).request(), sent)) {
				this.used.set(i);
				return exchanges.get(i).answer();
			}
		}
		return null;
	}

	private synchronized String problem(Tape.Request sent) {
		List<Tape.Request> left = new ArrayList<>();
		List<Tape.Request> taken = new ArrayList<>();
		for (int i = 0; i < this.tape.exchanges().size(); i++) {
			(this.used.get(i) ? taken : left).add(this.tape.exchanges().get(i).request());
		}
		String problem = "Cassette '" + this.name + "' " + new Mismatch(sent, left, taken).describe()
				+ " If the change is meant, record the cassette anew with -D" + RecordingPolicy.PROPERTY + "=record.";
		this.problems.add(problem);
		return problem;
	}

	private Mono<Void> play(Tape.Answer answer, HttpServerResponse response) {
		return pause(answer.latencyMillis()).then(Mono.defer(() -> {
			response.status(answer.status());
			answer.headers().forEach(response::header);
			return response.send(pieces(answer.chunks()), (buffer) -> true).then();
		})).then(Mono.defer(() -> end(answer.ending(), response)));
	}

	private Flux<ByteBuf> pieces(List<Tape.Chunk> chunks) {
		return Flux.fromIterable(chunks)
			.concatMap((chunk) -> pause(chunk.delayMillis())
				.then(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(chunk.bytes()))), 0);
	}

	private static Mono<Void> end(Tape.Ending ending, HttpServerResponse response) {
		return switch (ending) {
			case COMPLETE -> Mono.empty();
			case CUT -> Refusal.breakOff(response);
			// the vendor would have gone on; the client's own clocks end the wait
			case CANCELLED -> Mono.never();
		};
	}

	private Mono<Long> pause(long millis) {
		long scaled = (this.speed > 0) ? Math.round(millis / this.speed) : 0;
		return (scaled > 0) ? Mono.delay(Duration.ofMillis(scaled)) : Mono.empty();
	}

}
