package io.harborai.chat;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Puts one answer of a stream together. Not thread-safe.
 */
final class ChoicePieces {

	private final int index;

	private final TextPieces content = new TextPieces();

	// Made when they are needed: most answers are text and nothing else.
	private @Nullable TextPieces reasoning;

	private @Nullable ToolCallPieces toolCalls;

	private @Nullable FieldPieces messageAdditional;

	private @Nullable FieldPieces additional;

	private @Nullable FieldPieces logprobs;

	private @Nullable FinishReason finishReason;

	ChoicePieces(int index) {
		this.index = index;
	}

	int index() {
		return this.index;
	}

	void add(ChunkChoice choice) {
		this.content.add(choice.content());
		if (choice.reasoning() != null) {
			this.reasoning = (this.reasoning != null) ? this.reasoning : new TextPieces();
			this.reasoning.add(choice.reasoning());
		}
		if (!choice.toolCalls().isEmpty()) {
			this.toolCalls = (this.toolCalls != null) ? this.toolCalls : new ToolCallPieces();
			this.toolCalls.add(choice.toolCalls());
		}
		if (choice.finishReason() != null) {
			this.finishReason = choice.finishReason();
		}
		if (choice.logprobs() != null) {
			this.logprobs = (this.logprobs != null) ? this.logprobs : FieldPieces.streamed();
			this.logprobs.add(choice.logprobs());
		}
		if (!choice.additional().isEmpty()) {
			this.additional = (this.additional != null) ? this.additional : FieldPieces.replaced();
			this.additional.add(choice.additional());
		}
		if (!choice.messageAdditional().isEmpty()) {
			this.messageAdditional = (this.messageAdditional != null) ? this.messageAdditional : FieldPieces.streamed();
			this.messageAdditional.add(choice.messageAdditional());
		}
	}

	Choice toChoice() {
		List<ToolCall> calls = (this.toolCalls != null) ? this.toolCalls.toToolCalls() : List.of();
		TextPieces reasoning = this.reasoning;
		AssistantMessage message = new AssistantMessage(this.content.toString(),
				(reasoning == null || reasoning.isEmpty()) ? null : reasoning.toString(), calls, false,
				FieldPieces.toMap(this.messageAdditional));
		FinishReason finish = (this.finishReason == null || calls.isEmpty()) ? this.finishReason
				: this.finishReason.withToolCalls();
		FieldPieces logprobs = this.logprobs;
		return new Choice(this.index, message, finish,
				(logprobs == null || logprobs.isEmpty()) ? null : logprobs.toMap(), FieldPieces.toMap(this.additional));
	}

}
