package io.harborai.simulator;

import org.jspecify.annotations.Nullable;

/**
 * An answer as an event stream in its dialect, whose units are its tokens.
 */
final class AnswerStream implements Body {

	private static final String DONE = "data: [DONE]\n\n";

	private final Answer answer;

	private final Wire wire;

	AnswerStream(Wire wire) {
		this.answer = wire.answer();
		this.wire = wire;
	}

	@Override
	public int units() {
		return this.answer.tokens() * this.answer.choices();
	}

	@Override
	public int lastBreak() {
		return units();
	}

	@Override
	public int length() {
		return -1;
	}

	@Override
	public boolean events() {
		return true;
	}

	@Override
	public void start(BodyWriter out) {
		for (int choice = 0; choice < this.answer.choices(); choice++) {
			StringBuilder event = opened(out, choice);
			this.wire.role(event);
			closed(event, choice, null, out);
		}
	}

	@Override
	public void units(int from, int to, BodyWriter out) {
		for (int i = from; i < to; i++) {
			int choice = i % this.answer.choices();
			StringBuilder event = opened(out, choice);
			token(event, i / this.answer.choices());
			closed(event, choice, null, out);
		}
	}

	@Override
	public void end(boolean done, BodyWriter out) {
		for (int choice = 0; choice < this.answer.choices(); choice++) {
			StringBuilder event = opened(out, choice);
			this.wire.lastDelta(event);
			closed(event, choice, this.answer.finish(), out);
		}
		StringBuilder event = out.text().append("data: ");
		if (this.wire.usageChunk(event)) {
			event.append("\n\n");
			out.frame(event);
		}
		if (done) {
			out.frame(out.text().append(DONE));
		}
	}

	private void token(StringBuilder event, int index) {
		int i = index;
		if (i < this.answer.reasoning().length) {
			this.wire.reasoning(event, this.answer.reasoning()[i]);
			return;
		}
		i -= this.answer.reasoning().length;
		if (i < this.answer.text().length) {
			this.wire.text(event, this.answer.text()[i]);
			return;
		}
		i -= this.answer.text().length;
		int call = 0;
		while (i > this.answer.calls().get(call).fragments().length) {
			i -= 1 + this.answer.calls().get(call++).fragments().length;
		}
		PlannedCall planned = this.answer.calls().get(call);
		if (i == 0) {
			this.wire.callStart(event, call, planned);
		}
		else {
			this.wire.callArguments(event, call, planned.fragments()[i - 1]);
		}
	}

	private StringBuilder opened(BodyWriter out, int choice) {
		StringBuilder event = out.text().append("data: ");
		this.wire.open(event, choice);
		return event;
	}

	private void closed(StringBuilder event, int choice, @Nullable String finish, BodyWriter out) {
		this.wire.close(event, choice, finish);
		out.frame(event.append("\n\n"));
	}

}
