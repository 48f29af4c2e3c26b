package io.harborai.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Makes the response to one request.
 */
final class Respondent {

	private static final String JSON = "application/json";

	private static final String EVENTS = "text/event-stream; charset=utf-8";

	private final VendorService service;

	private final Route route;

	private final RecordedRequest request;

	private final SplittableRandom random;

	private final Identifiers ids;

	private final long now;

	private String requestId = "";

	Respondent(VendorService service, Route route, RecordedRequest request, SplittableRandom random) {
		this.service = service;
		this.route = route;
		this.request = request;
		this.random = random;
		this.ids = new Identifiers(random);
		this.now = service.clock().instant().getEpochSecond();
	}

	void respond(VendorConnection connection) {
		Dialect dialect = this.route.dialect();
		if (dialect == null) {
			connection.play(outgoing(Dialect.OPENAI, Reply.answer(), 404, "text/plain; charset=utf-8",
					bytes("No vendor lives at this path.\n")));
			return;
		}
		this.requestId = this.ids.request(dialect, this.now);
		Reply scripted = this.service.scripted(this.route, this.request);
		Reply reply = (scripted != null) ? scripted : Reply.answer();
		Substance substance = reply.substance();
		if (substance instanceof Substance.HangUp hangUp) {
			delayed(connection, reply, () -> connection.close(hangUp.reset()));
		}
		else if (substance instanceof Substance.NotHttp notHttp) {
			delayed(connection, reply, () -> connection.play(notHttp.bytes()));
		}
		else if (!(substance instanceof Substance.Silence)) {
			connection.play(outgoing(dialect, reply, scripted == null));
		}
	}

	private void delayed(VendorConnection connection, Reply reply, Runnable action) {
		long latency = timing(reply).latencyNanos();
		if (latency > 0) {
			connection.later(latency, action);
		}
		else {
			action.run();
		}
	}

	private Outgoing outgoing(Dialect dialect, Reply reply, boolean unscripted) {
		Substance substance = reply.substance();
		if (substance instanceof Substance.Failure failure) {
			return error(dialect, reply, failure);
		}
		if (substance instanceof Substance.Verbatim verbatim) {
			String type = (verbatim.contentType() != null) ? verbatim.contentType() : "";
			return verbatim.stream() ? stream(dialect, reply, type, new VerbatimStream(verbatim.body()))
					: outgoing(dialect, reply, verbatim.status(), type, verbatim.body());
		}
		if (this.route.endpoint() == Endpoint.IAM_TOKEN || this.route.endpoint() == Endpoint.ARK_KEY) {
			return credential(dialect, reply);
		}
		if (this.route.endpoint() == Endpoint.UNKNOWN || !this.route.methodAllowed()) {
			return nowhere(dialect, reply);
		}
		if (!this.service.keys().accepts(this.request)) {
			return error(dialect, reply, this.service.rules(dialect).invalidKey(Keys.given(this.request)));
		}
		return switch (this.route.endpoint()) {
			case MODELS -> json(dialect, reply, 200, (out) -> this.service.models().list(out, dialect));
			case BALANCE -> json(dialect, reply, 200,
					(out) -> out.append("{\"is_available\":true,\"balance_infos\":")
						.append("[{\"currency\":\"CNY\",\"total_balance\":\"88.50\",\"granted_balance\":\"8.50\",")
						.append("\"topped_up_balance\":\"80.00\"}]}"));
			default -> withBody(dialect, reply, unscripted);
		};
	}

	private Outgoing withBody(Dialect dialect, Reply reply, boolean unscripted) {
		Map<String, Object> json = this.request.json();
		Rules rules = this.service.rules(dialect);
		if (json == null) {
			return error(dialect, reply, rules.malformedJson());
		}
		if (this.route.endpoint() == Endpoint.CHAT) {
			return chat(dialect, reply, new ChatRequest(json), unscripted);
		}
		Embeddings embeddings = new Embeddings(dialect, json);
		if (!embeddings.answerable()) {
			return error(dialect, reply, rules.forStatus(400));
		}
		String id = this.ids.response(dialect, this.now);
		boolean multimodal = this.route.endpoint() == Endpoint.MULTIMODAL_EMBEDDINGS;
		return json(dialect, reply, 200, (out) -> {
			if (multimodal) {
				embeddings.multimodal(out, id, this.now);
			}
			else {
				embeddings.list(out, id, this.now);
			}
		});
	}

	private Outgoing chat(Dialect dialect, Reply scripted, ChatRequest chat, boolean unscripted) {
		VendorError error = this.service.rules(dialect).check(chat, this.service.acceptsModel(dialect, chat.model()));
		if (error != null) {
			return error(dialect, scripted, error);
		}
		Reply magic = unscripted ? MagicPrompt.of(chat.question()) : null;
		Reply reply = (magic != null) ? magic : scripted;
		if (reply.substance() instanceof Substance.Failure failure) {
			return error(dialect, reply, failure);
		}
		Content content = (reply.substance() instanceof Substance.Answer answer) ? answer.content() : Content.INVENTED;
		Wire wire = Wire.of(dialect, new AnswerPlanner(dialect, chat, content, this.random).plan(this.now));
		if (chat.stream()) {
			return stream(dialect, reply, EVENTS, new AnswerStream(wire));
		}
		StringBuilder out = new StringBuilder(1024);
		wire.completion(out);
		double pace = timing(reply).pace();
		Duration writing = (pace > 0) ? Duration.ofNanos((long) (wire.answer().tokens() / pace * 1e9)) : Duration.ZERO;
		Duration latency = Duration.ofNanos(timing(reply).latencyNanos()).plus(writing);
		return outgoing(dialect, reply.latency(latency), 200, JSON, bytes(out));
	}

	private Outgoing credential(Dialect dialect, Reply reply) {
		StringBuilder out = new StringBuilder();
		Credentials desk = new Credentials(this.service.keys());
		int status = (this.route.endpoint() == Endpoint.IAM_TOKEN)
				? desk.baidu(this.request, this.ids, this.service.clock().instant(), out)
				: desk.volcengine(this.request, this.ids, this.service.clock().instant(), out);
		return outgoing(dialect, reply, status, JSON, bytes(out));
	}

	/**
	 * Answer as the vendor does to a path that it doesn't know.
	 */
	private Outgoing nowhere(Dialect dialect, Reply reply) {
		return switch (dialect) {
			case DOUBAO -> outgoing(dialect, reply, 404, "text/plain", bytes("404 page not found"));
			case DEEPSEEK -> outgoing(dialect, reply, 404, "", new byte[0]);
			case WENXIN -> error(dialect, reply, new Substance.Failure(405, null, null));
			case OPENAI -> error(dialect, reply, new VendorError(404, null, "invalid_request_error",
					"Invalid URL (" + this.request.method() + ' ' + this.request.path() + ')'));
		};
	}

	private Outgoing error(Dialect dialect, Reply reply, Substance.Failure failure) {
		VendorError error = this.service.rules(dialect).forStatus(failure.status());
		String code = failure.code();
		String message = failure.message();
		if (code != null && message != null) {
			error = error.withCode(code, message).withStatus(failure.status());
		}
		return error(dialect, reply, error);
	}

	private Outgoing error(Dialect dialect, Reply reply, VendorError error) {
		return outgoing(dialect, reply, error.status(), JSON, bytes(errorBody(dialect, error)));
	}

	private String errorBody(Dialect dialect, VendorError error) {
		StringBuilder out = new StringBuilder();
		String id = (dialect == Dialect.WENXIN) ? this.ids.response(dialect, this.now) : this.requestId;
		this.service.rules(dialect).body(out, error, id);
		return out.toString();
	}

	private Outgoing json(Dialect dialect, Reply reply, int status, Consumer<StringBuilder> writer) {
		StringBuilder out = new StringBuilder();
		writer.accept(out);
		return outgoing(dialect, reply, status, JSON, bytes(out));
	}

	private Outgoing outgoing(Dialect dialect, Reply reply, int status, String contentType, byte[] body) {
		if (reply.ending() instanceof Ending.ErrorEvent event) {
			byte[] failed = bytes(errorBody(dialect, midStream(dialect, event)));
			return outgoing(dialect, reply, status, contentType, new BytesBody(failed), Ending.REGULAR);
		}
		return outgoing(dialect, reply, status, contentType, new BytesBody(body), reply.ending());
	}

	private Outgoing stream(Dialect dialect, Reply reply, String contentType, Body body) {
		return outgoing(dialect, reply, 200, contentType, body, reply.ending());
	}

	private Outgoing outgoing(Dialect dialect, Reply reply, int status, String contentType, Body body, Ending ending) {
		boolean whole = reply.chunks().sizes() == null && reply.timing().keepAlives() == 0
				&& (ending instanceof Ending.Regular || ending instanceof Ending.Cut || ending instanceof Ending.Reset
						|| ending instanceof Ending.Stall);
		boolean chunked = body.length() < 0 || !whole;
		String[] headers = VendorHeaders.of(dialect, contentType, this.requestId, this.request,
				this.request.bodyLength() / 4);
		String head = this.service.head().write(status, headers, reply.headers(), chunked ? -1 : body.length());
		String event = (ending instanceof Ending.ErrorEvent error)
				? "data: " + errorBody(dialect, midStream(dialect, error)) + "\n\n" : "";
		return new Outgoing(head, body, chunked, timing(reply), ending, reply.holds(), reply.chunks(), event,
				closes(reply));
	}

	private VendorError midStream(Dialect dialect, Ending.ErrorEvent event) {
		return this.service.rules(dialect).forStatus(500).withCode(event.code(), event.message());
	}

	private boolean closes(Reply reply) {
		return "close".equalsIgnoreCase(reply.headers().get("connection"))
				|| "close".equalsIgnoreCase(this.request.header("connection"));
	}

	private Timing timing(Reply reply) {
		return reply.timing().orElse(this.service.timing());
	}

	private static byte[] bytes(CharSequence text) {
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

}
