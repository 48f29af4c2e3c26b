package io.harborai.test.cassette;

import java.util.Map;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The deck's own endings: an error that no client sends again, for a request that it
 * can't serve, and a broken connection.
 */
final class Refusal {

	private static final int BAD_REQUEST = 400;

	private Refusal() {
	}

	static Publisher<Void> send(HttpServerResponse response, String message) {
		String body = TapeFormat
			.compact(Map.of("error", Map.of("message", message, "type", "cassette", "code", "cassette")));
		return response.status(BAD_REQUEST)
			.header("content-type", "application/json")
			.sendString(Mono.just(body))
			.then();
	}

	/**
	 * Break the connection, in the middle of what is being sent.
	 * @param response the response that shall not end
	 * @return never completes
	 */
	static Mono<Void> breakOff(HttpServerResponse response) {
		response.withConnection((connection) -> connection.channel().close());
		return Mono.never();
	}

}
