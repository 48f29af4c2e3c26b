package io.harborai.test.cassette;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Sends requests on, and answers back, piece by piece as they come. Redirects are passed
 * on, not followed. Thread-safe.
 */
final class Forwarder {

	private final HttpClient client;

	Forwarder(LoopResources loops) {
		// A connection for each request: none of them can be stale. The system's proxy
		// may be the only way to the vendor.
		this.client = HttpClient.create(ConnectionProvider.newConnection())
			.runOn(loops)
			.disableRetry(true)
			.proxyWithSystemProperties();
	}

	/**
	 * Forward a request.
	 * @param request the request
	 * @param address where to
	 * @param response where the answer goes
	 * @param listener sees the answer
	 * @return completes when the answer has been sent
	 */
	Mono<Void> forward(Incoming request, String address, HttpServerResponse response, Listener listener) {
		return this.client.headers((headers) -> {
			request.forwarded().forEach((header) -> headers.add(header.getKey(), header.getValue()));
			headers.set("accept-encoding", "identity");
			if (request.body().length > 0) {
				headers.set("content-length", request.body().length);
			}
		})
			.request(HttpMethod.valueOf(request.method()))
			.uri(address)
			.send((upstream, outbound) -> (request.body().length > 0)
					? outbound.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(request.body()))) : outbound)
			.response((answer, body) -> {
				head(answer, response, listener);
				Flux<byte[]> pieces = body.asByteArray()
					.doOnNext(listener::chunk)
					.doOnComplete(() -> listener.end(Tape.Ending.COMPLETE))
					.doOnError((ex) -> listener.end(Tape.Ending.CUT));
				return Flux.from(response.send(pieces.map(Unpooled::wrappedBuffer), (buffer) -> true).then());
			})
			.then()
			.doOnError((ex) -> listener.end(Tape.Ending.CUT))
			.doOnCancel(() -> listener.end(Tape.Ending.CANCELLED));
	}

	private static void head(HttpClientResponse answer, HttpServerResponse response, Listener listener) {
		listener.head(answer.status().code(), answer.responseHeaders());
		response.status(answer.status());
		answer.responseHeaders().forEach((header) -> {
			if (HeaderRules.isEndToEnd(header.getKey())) {
				response.addHeader(header.getKey(), header.getValue());
			}
		});
	}

	/**
	 * Sees an answer while it passes.
	 */
	interface Listener {

		/**
		 * Sees nothing.
		 */
		Listener NONE = new Listener() {

			@Override
			public void head(int status, HttpHeaders headers) {
				// not looked at
			}

			@Override
			public void chunk(byte[] bytes) {
				// not looked at
			}

			@Override
			public void end(Tape.Ending ending) {
				// not looked at
			}

		};

		/**
		 * The head came.
		 * @param status its status
		 * @param headers its headers
		 */
		void head(int status, HttpHeaders headers);

		/**
		 * A piece of the body came.
		 * @param bytes the piece
		 */
		void chunk(byte[] bytes);

		/**
		 * It is over. Called more than once if several things end it.
		 * @param ending how
		 */
		void end(Tape.Ending ending);

	}

}
