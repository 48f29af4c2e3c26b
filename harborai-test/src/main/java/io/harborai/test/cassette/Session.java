package io.harborai.test.cassette;

import java.util.List;

import org.reactivestreams.Publisher;
import reactor.netty.http.server.HttpServerResponse;

/**
 * What the deck does with requests: record, replay, or neither.
 */
interface Session {

	/**
	 * Answer a request.
	 * @param request the request
	 * @param response where the answer goes
	 * @return completes when the answer has been sent
	 */
	Publisher<Void> answer(Incoming request, HttpServerResponse response);

	/**
	 * What went wrong so far.
	 * @return a sentence or more for each problem
	 */
	List<String> problems();

	/**
	 * End well: keep what is to be kept.
	 */
	void finish();

}
