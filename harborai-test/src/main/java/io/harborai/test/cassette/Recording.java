package io.harborai.test.cassette;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.handler.codec.http.HttpHeaders;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Forwards requests to the real vendor and writes down what it answers. Thread-safe.
 */
final class Recording implements Session {

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final String name;

	private final CassetteFiles files;

	private final Forwarder forwarder;

	private final Secrets secrets;

	private final List<Take> takes = new ArrayList<>();

	private final List<String> problems = new ArrayList<>();

	private int running;

	Recording(String name, CassetteFiles files, Forwarder forwarder, Secrets secrets) {
		this.name = name;
		this.files = files;
		this.forwarder = forwarder;
		this.secrets = secrets;
	}

	@Override
	public Publisher<Void> answer(Incoming request, HttpServerResponse response) {
		String obstacle = request.source().obstacle();
		if (obstacle != null) {
			return Refusal.send(response, problem(
					"Nothing can be recorded from provider '" + request.source().provider() + "': " + obstacle));
		}
		request.reveal(this.secrets);
		Take take = begin(request);
		return this.forwarder.forward(request, request.source().recorded(request.path()), response, new Tap(take))
			.onErrorResume(
					(ex) -> take.answered() ? Refusal.breakOff(response)
							: Mono.from(Refusal.send(response, problem("Provider '" + request.source().provider()
									+ "' couldn't be reached, or broke off before it answered: "
									+ ex.getClass().getSimpleName() + ". Check its base URL and the network."))));
	}

	@Override
	public synchronized List<String> problems() {
		return List.copyOf(this.problems);
	}

	@Override
	public void finish() {
		Tape tape = tape();
		String text = TapeFormat.write(tape);
		if (this.secrets.isIn(text)) {
			throw new CassetteException("Cassette '" + this.name
					+ "' was not written, because a key would have been on it in a form that can't be masked.");
		}
		this.files.write(this.name, text);
	}

	/**
	 * Wait for answers that the client has, but whose last bytes are still to come.
	 */
	private synchronized Tape tape() {
		long deadline = System.nanoTime() + PATIENCE_NANOS;
		try {
			while (this.running > 0 && deadline - System.nanoTime() > 0) {
				TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return new Tape(
				this.takes.stream().filter(Take::answered).map((take) -> take.withoutSecrets(this.secrets)).toList());
	}

	private synchronized Take begin(Incoming request) {
		Take take = new Take(request);
		this.takes.add(take);
		this.running++;
		return take;
	}

	private synchronized String problem(String problem) {
		this.problems.add(problem);
		return problem;
	}

	/**
	 * Writes an exchange down under the session's lock, for the test's thread reads it.
	 */
	private final class Tap implements Forwarder.Listener {

		private final Take take;

		private boolean over;

		Tap(Take take) {
			this.take = take;
		}

		@Override
		public void head(int status, HttpHeaders headers) {
			synchronized (Recording.this) {
				this.take.head(status, headers);
				String encoding = headers.get("content-encoding");
				if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
					problem("The vendor compressed an answer though it was asked not to (" + encoding
							+ "), so that keys in it couldn't be found; it isn't kept.");
				}
			}
		}

		@Override
		public void chunk(byte[] bytes) {
			synchronized (Recording.this) {
				if (!this.over) {
					this.take.chunk(bytes);
				}
			}
		}

		@Override
		public void end(Tape.Ending ending) {
			synchronized (Recording.this) {
				if (!this.over) {
					this.over = true;
					this.take.end(ending);
					Recording.this.running--;
					Recording.this.notifyAll();
				}
			}
		}

	}

}
