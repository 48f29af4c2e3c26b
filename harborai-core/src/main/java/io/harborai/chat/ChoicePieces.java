package io.harborai.chat;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Puts one answer of a stream together. Not thread-safe.
 */
final class ChoicePieces {

	private final int index;

	private final TextPieces content = new TextPieces();

	private final TextPieces reasoning = new TextPieces();

	private final ToolCallPieces toolCalls = new ToolCallPieces();

	private final FieldPieces messageAdditional = FieldPieces.streamed();

	private final FieldPieces additional = FieldPieces.replaced();

	private final FieldPieces logprobs = FieldPieces.streamed();

	private @Nullable FinishReason finishReason;

	ChoicePieces(int index) {
		this.index = index;
	}

	void add(ChunkChoice choice) {
		this.content.add(choice.content());
		if (choice.reasoning() != null) {
			this.reasoning.add(choice.reasoning());
		}
		if (!choice.toolCalls().isEmpty()) {
			this.toolCalls.add(choice.toolCalls());
		}
		if (choice.finishReason() != null) {
			this.finishReason = choice.finishReason();
		}
		if (choice.logprobs() != null) {
			this.logprobs.add(choice.logprobs());
		}
		if (!choice.additional().isEmpty()) {
			this.additional.add(choice.additional());
		}
		if (!choice.messageAdditional().isEmpty()) {
			this.messageAdditional.add(choice.messageAdditional());
		}
	}

	Choice toChoice() {
		List<ToolCall> calls = this.toolCalls.toToolCalls();
		AssistantMessage message = new AssistantMessage(this.content.toString(),
				this.reasoning.isEmpty() ? null : this.reasoning.toString(), calls, false,
				this.messageAdditional.toMap());
		FinishReason finish = (this.finishReason == null || calls.isEmpty()) ? this.finishReason
				: this.finishReason.withToolCalls();
		return new Choice(this.index, message, finish, this.logprobs.isEmpty() ? null : this.logprobs.toMap(),
				this.additional.toMap());
	}

}
