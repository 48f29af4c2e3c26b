package io.harborai.samples.quickstart;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ResponseMeta;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;

/**
 * One line of an answer on its way to the page. An answer is any number of deltas and
 * then one end or one failure.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = ChatEvent.Delta.class, name = "delta"),
		@JsonSubTypes.Type(value = ChatEvent.End.class, name = "end"),
		@JsonSubTypes.Type(value = ChatEvent.Failure.class, name = "failure") })
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface ChatEvent {

	/**
	 * The event for a chunk.
	 * @param chunk the chunk
	 * @return a delta, or the end for the last chunk
	 */
	static ChatEvent of(ChatCompletionChunk chunk) {
		return chunk.last() ? End.of(chunk) : Delta.of(chunk);
	}

	/**
	 * More of the answer.
	 *
	 * @param text a piece of text, null if there is none
	 * @param reasoning a piece of reasoning, null if there is none
	 * @param finishReason why the model stopped, null while it goes on
	 */
	record Delta(@Nullable String text, @Nullable String reasoning,
			@Nullable String finishReason) implements ChatEvent {

		private static Delta of(ChatCompletionChunk chunk) {
			FinishReason finish = chunk.finishReason();
			return new Delta(chunk.content().isEmpty() ? null : chunk.content(), chunk.reasoning(),
					(finish != null) ? finish.value() : null);
		}

	}

	/**
	 * The answer is whole.
	 *
	 * @param provider the provider that answered
	 * @param model the model that answered
	 * @param tokens what was used, null if the vendor didn't say
	 * @param cost what it cost, null if usage or price is unknown
	 * @param firstTokenMillis from the question to the first token, null if there was
	 * none
	 * @param totalMillis from the question to the end
	 * @param attempts how many tries it took
	 */
	record End(String provider, String model, @Nullable Tokens tokens, @Nullable Price cost,
			@Nullable Long firstTokenMillis, @Nullable Long totalMillis, int attempts) implements ChatEvent {

		private static End of(ChatCompletionChunk chunk) {
			ResponseMeta meta = chunk.meta();
			return new End(meta.provider(), meta.model(), Tokens.of(chunk.usage()), Price.of(meta.cost()),
					(meta.timeToFirstToken() != null) ? meta.timeToFirstToken().toMillis() : null,
					(meta.totalTime() != null) ? meta.totalTime().toMillis() : null, meta.attempts().size());
		}

	}

	/**
	 * There will be no more of the answer.
	 *
	 * @param error the type of the failure
	 * @param cause the type of the failure behind it, null if there is none
	 * @param problem what happened
	 * @param remedy what to do about it, null if there is nothing to advise; a reader of
	 * a broken answer sees for themselves
	 * @param provider the provider that was asked, null if none was
	 * @param model the model that was asked, null if none was
	 * @param statusCode the vendor's HTTP status, null if it sent none
	 * @param vendorCode the vendor's own code, null if it sent none
	 * @param requestId the vendor's id of the request, null if it sent none
	 * @param retryable whether the same question may be answered later
	 * @param attempts how many tries were made
	 */
	record Failure(String error, @Nullable String cause, String problem, @Nullable String remedy,
			@Nullable String provider, @Nullable String model, @Nullable Integer statusCode,
			@Nullable String vendorCode, @Nullable String requestId, boolean retryable,
			int attempts) implements ChatEvent {

		static Failure of(HarborAiException ex) {
			boolean interrupted = ex instanceof StreamInterruptedException;
			String cause = (ex.getCause() instanceof HarborAiException behind) ? behind.getClass().getSimpleName()
					: null;
			return new Failure(ex.getClass().getSimpleName(), cause, ex.details().problem(),
					interrupted ? null : ex.details().remedy(), ex.provider(), ex.model(), ex.statusCode(),
					ex.vendorCode(), ex.requestId(), ex.retryable(), ex.attempts().size());
		}

	}

}
