package io.harborai.simulator;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What an answer says, as far as a test has fixed it; the rest is invented from the
 * request.
 *
 * @param text the answer's text, cut into tokens; {@code null} to invent one
 * @param reasoning the reasoning, cut into tokens; {@code null} to reason only when the
 * request asks for it
 * @param calls the tool calls
 * @param finish the vendor's word for the end; {@code null} for the one that fits
 * @param usage the counts; {@code null} to compute them
 * @param usageSent whether usage is reported at all
 */
record Content(String @Nullable [] text, String @Nullable [] reasoning, List<ToolInvocation> calls,
		@Nullable String finish, @Nullable TokenUsage usage, boolean usageSent) {

	static final Content INVENTED = new Content(null, null, List.of(), null, null, true);

	Content withText(String text) {
		return new Content(Tokens.split(text), this.reasoning, this.calls, this.finish, this.usage, this.usageSent);
	}

	Content withReasoning(String reasoning) {
		return new Content(this.text, Tokens.split(reasoning), this.calls, this.finish, this.usage, this.usageSent);
	}

	Content withCall(ToolInvocation call) {
		List<ToolInvocation> all = new ArrayList<>(this.calls);
		all.add(call);
		return new Content(this.text, this.reasoning, List.copyOf(all), this.finish, this.usage, this.usageSent);
	}

	Content withFinish(String finish) {
		return new Content(this.text, this.reasoning, this.calls, finish, this.usage, this.usageSent);
	}

	Content withUsage(TokenUsage usage) {
		return new Content(this.text, this.reasoning, this.calls, this.finish, usage, true);
	}

	Content withoutUsage() {
		return new Content(this.text, this.reasoning, this.calls, this.finish, null, false);
	}

}
