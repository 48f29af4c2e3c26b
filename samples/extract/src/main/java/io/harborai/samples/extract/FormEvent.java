package io.harborai.samples.extract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.harborai.chat.ResponseMeta;
import io.harborai.chat.StructuredOutputException;
import io.harborai.chat.StructuredOutputException.Reason;
import io.harborai.chat.StructuredStrategy;
import io.harborai.error.HarborAiException;
import io.harborai.structured.Partial;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What the page is told: any number of times how far the form is, and then once that it
 * is complete or that it never will be.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = FormEvent.Filling.class, name = "filling"),
		@JsonSubTypes.Type(value = FormEvent.Complete.class, name = "complete"),
		@JsonSubTypes.Type(value = FormEvent.Failed.class, name = "failed") })
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface FormEvent {

	/**
	 * The event for a snapshot.
	 * @param partial the snapshot
	 * @return how far the form is, or that it is complete
	 */
	static FormEvent of(Partial<ShippingNotice> partial) {
		return partial.complete() ? Complete.of(partial) : new Filling(partial.value());
	}

	/**
	 * More has come.
	 *
	 * @param notice all that has come
	 */
	record Filling(ShippingNotice notice) implements FormEvent {
	}

	/**
	 * All has come, and it is checked.
	 *
	 * @param notice the whole
	 * @param model the provider and model that answered
	 * @param strategy how it was made to answer in this form
	 * @param tokens what was used, null if the vendor didn't say
	 * @param cost what it cost, null if usage or price is unknown
	 * @param millis from the request to the end
	 */
	record Complete(ShippingNotice notice, String model, @Nullable StructuredStrategy strategy, @Nullable Long tokens,
			@Nullable String cost, @Nullable Long millis) implements FormEvent {

		private static Complete of(Partial<ShippingNotice> partial) {
			ResponseMeta meta = partial.chunk().meta();
			Usage usage = partial.chunk().usage();
			Cost cost = meta.cost();
			return new Complete(partial.value(), meta.provider() + "/" + meta.model(), meta.structured(),
					usage.isMissing() ? null : usage.totalTokens(), (cost != null) ? cost.toString() : null,
					(meta.totalTime() != null) ? meta.totalTime().toMillis() : null);
		}

	}

	/**
	 * No more will come.
	 *
	 * @param error the type of the failure
	 * @param reason why what came is no notice, null if nothing came
	 * @param problem what happened
	 * @param explanation what is behind it, or else what to do about it; null if there is
	 * nothing to say
	 * @param notice the last good snapshot, null if there is none
	 */
	record Failed(String error, @Nullable Reason reason, String problem, @Nullable String explanation,
			@Nullable ShippingNotice notice) implements FormEvent {

		static Failed of(HarborAiException ex) {
			String explanation = (ex.getCause() instanceof HarborAiException behind) ? behind.details().problem()
					: ex.details().remedy();
			Reason reason = null;
			ShippingNotice notice = null;
			if (ex instanceof StructuredOutputException wrong) {
				reason = wrong.reason();
				notice = wrong.lastValue(ShippingNotice.class);
			}
			return new Failed(ex.getClass().getSimpleName(), reason, ex.details().problem(), explanation, notice);
		}

	}

}
