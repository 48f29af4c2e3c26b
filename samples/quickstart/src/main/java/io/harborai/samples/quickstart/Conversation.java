package io.harborai.samples.quickstart;

import java.util.List;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Message;
import io.harborai.chat.Reasoning;
import io.harborai.chat.UserMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * A conversation as the page sends it, the newest message last.
 *
 * @param model the model to ask, null for the default one
 * @param thinking whether the model is to think first, null to leave that to the vendor
 * @param messages what was said
 */
record Conversation(@Nullable String model, @Nullable Boolean thinking, @Nullable List<Turn> messages) {

	/**
	 * Something that was said.
	 *
	 * @param role user or assistant
	 * @param content the text
	 */
	record Turn(@Nullable String role, @Nullable String content) {

		private Message toMessage() {
			String text = (this.content != null) ? this.content : "";
			if ("assistant".equals(this.role)) {
				return new AssistantMessage(text);
			}
			if ("user".equals(this.role)) {
				return new UserMessage(text);
			}
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"The role of a message is 'user' or 'assistant', not '" + this.role + "'");
		}

	}

	/**
	 * The request that asks for what comes next.
	 * @return the request
	 */
	ChatCompletionRequest toRequest() {
		if (this.messages == null || this.messages.isEmpty()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"There is nothing to answer; send at least one message in 'messages'");
		}
		List<Message> said = this.messages.stream().map(Turn::toMessage).toList();
		return ChatCompletionRequest.of((request) -> {
			request.model(this.model).messages(said);
			if (this.thinking != null) {
				request.reasoning(this.thinking ? Reasoning.on() : Reasoning.off());
			}
		});
	}

}
