package io.harborai.test.cassette;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One exchange while it is recorded. Used by one event loop until it has ended.
 */
final class Take {

	private final Incoming request;

	private final List<Tape.Chunk> chunks = new ArrayList<>();

	private long last = System.nanoTime();

	private int status;

	private long latency;

	private Map<String, String> headers = Map.of();

	private Tape.@Nullable Ending ending;

	Take(Incoming request) {
		this.request = request;
	}

	void head(int status, HttpHeaders headers) {
		this.latency = sinceLast();
		this.status = status;
		this.headers = HeaderRules.kept(headers);
	}

	void chunk(byte[] bytes) {
		this.chunks.add(new Tape.Chunk(sinceLast(), bytes));
	}

	/**
	 * Note how it ended; only the first time counts.
	 * @param ending how
	 */
	void end(Tape.Ending ending) {
		if (this.ending == null) {
			this.ending = ending;
		}
	}

	boolean answered() {
		return this.status != 0;
	}

	/**
	 * Return what may be kept.
	 * @param secrets masks the rest
	 * @return the exchange without secrets
	 */
	Tape.Exchange withoutSecrets(Secrets secrets) {
		Map<String, String> clean = new LinkedHashMap<>();
		this.headers.forEach((name, value) -> clean.put(name, secrets.mask(value)));
		return new Tape.Exchange(this.request.withoutSecrets(secrets), new Tape.Answer(this.status, this.latency, clean,
				clean(secrets), (this.ending != null) ? this.ending : Tape.Ending.CANCELLED));
	}

	/** Masked as a whole: a secret may lie across the border of two pieces. */
	private List<Tape.Chunk> clean(Secrets secrets) {
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		this.chunks.forEach((chunk) -> whole.writeBytes(chunk.bytes()));
		byte[] masked = secrets.mask(whole.toByteArray());
		List<Tape.Chunk> clean = new ArrayList<>();
		int from = 0;
		for (Tape.Chunk chunk : this.chunks) {
			int to = from + chunk.bytes().length;
			clean.add(new Tape.Chunk(chunk.delayMillis(), Arrays.copyOfRange(masked, from, to)));
			from = to;
		}
		return clean;
	}

	private long sinceLast() {
		long now = System.nanoTime();
		long millis = TimeUnit.NANOSECONDS.toMillis(now - this.last);
		// what is lost by rounding is not lost for the next one
		this.last += TimeUnit.MILLISECONDS.toNanos(millis);
		return millis;
	}

}
