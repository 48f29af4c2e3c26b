package io.harborai.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation.Context;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of a client. Names are those of OpenTelemetry's conventions for
 * generative AI where it has one.
 */
public enum HarborAiObservationDocumentation implements ObservationDocumentation {

	/**
	 * A call from its start to its end, all its attempts and the whole of its stream
	 * included.
	 */
	CALL {

		@Override
		public Class<? extends ObservationConvention<? extends Context>> getDefaultConvention() {
			return DefaultChatObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return new KeyName[] { TargetKeys.OPERATION, TargetKeys.PROVIDER, TargetKeys.MODEL, CallKeys.ERROR };
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return CallDetails.values();
		}

	},

	/**
	 * A call for embeddings from its start to its end, all its requests and their
	 * attempts included.
	 */
	EMBEDDINGS {

		@Override
		public Class<? extends ObservationConvention<? extends Context>> getDefaultConvention() {
			return DefaultEmbeddingObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return new KeyName[] { TargetKeys.OPERATION, TargetKeys.PROVIDER, TargetKeys.MODEL, CallKeys.ERROR };
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { EmbeddingDetails.REQUESTED, EmbeddingDetails.INPUTS, EmbeddingDetails.DIMENSIONS,
					CallDetails.RESPONSE_MODEL, CallDetails.INPUT_TOKENS, CallDetails.COST, CallDetails.ATTEMPTS };
		}

	},

	/**
	 * One attempt of a call at one provider, its admission included. Carries the trace to
	 * the vendor.
	 */
	ATTEMPT {

		@Override
		public Class<? extends ObservationConvention<? extends Context>> getDefaultConvention() {
			return DefaultAttemptObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return new KeyName[] { TargetKeys.OPERATION, TargetKeys.PROVIDER, TargetKeys.MODEL, AttemptKeys.OUTCOME };
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return AttemptDetails.values();
		}

	};

	/**
	 * Where it goes.
	 */
	public enum TargetKeys implements KeyName {

		/** What is done: {@code chat} or {@code embeddings}. */
		OPERATION("gen_ai.operation.name"),

		/** The provider's name as it is configured; {@code none} if none was asked. */
		PROVIDER("gen_ai.provider.name"),

		/**
		 * The model's id as it is sent, {@code other} for one that nobody has listed,
		 * {@code none} if none was asked.
		 */
		MODEL("gen_ai.request.model");

		private final String key;

		TargetKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * How a call ends.
	 */
	public enum CallKeys implements KeyName {

		/**
		 * The type of the exception that it failed with, {@code cancelled}, or
		 * {@code none}.
		 */
		ERROR("error.type");

		private final String key;

		CallKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * More of a call, on traces only.
	 */
	public enum CallDetails implements KeyName {

		/** The model or route that the caller named. */
		REQUESTED("harborai.requested.model"),

		/** Whether the answer was streamed. */
		STREAM("gen_ai.request.stream"),

		/** The request's temperature. */
		TEMPERATURE("gen_ai.request.temperature"),

		/** The request's top p. */
		TOP_P("gen_ai.request.top_p"),

		/** The largest number of tokens of the answer. */
		MAX_TOKENS("gen_ai.request.max_tokens"),

		/** The request's seed. */
		SEED("gen_ai.request.seed"),

		/** The number of answers, if more than one. */
		CHOICES("gen_ai.request.choice.count"),

		/** The vendor's id of the answer. */
		RESPONSE_ID("gen_ai.response.id"),

		/** The model as the vendor names it in the answer. */
		RESPONSE_MODEL("gen_ai.response.model"),

		/** Why the answers stopped. */
		FINISH_REASONS("gen_ai.response.finish_reasons"),

		/** The time to a stream's first chunk in seconds. */
		TIME_TO_FIRST_CHUNK("gen_ai.response.time_to_first_chunk"),

		/** The tokens of the input. */
		INPUT_TOKENS("gen_ai.usage.input_tokens"),

		/** The tokens of the output. */
		OUTPUT_TOKENS("gen_ai.usage.output_tokens"),

		/** The tokens of the input that came from the vendor's cache. */
		CACHED_TOKENS("gen_ai.usage.cache_read.input_tokens"),

		/** The tokens of the output that were thinking. */
		REASONING_TOKENS("gen_ai.usage.reasoning.output_tokens"),

		/**
		 * Where the numbers of tokens come from: {@code provider} or {@code estimated}.
		 */
		USAGE_SOURCE("harborai.usage.source"),

		/** What the call cost, with its currency. */
		COST("harborai.cost"),

		/** How many attempts the call made. */
		ATTEMPTS("harborai.attempts"),

		/** The prompt, if it is to be recorded. */
		INPUT("gen_ai.input.messages"),

		/** The answer, if it is to be recorded. */
		OUTPUT("gen_ai.output.messages");

		private final String key;

		CallDetails(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * More of a call for embeddings, on traces only.
	 */
	public enum EmbeddingDetails implements KeyName {

		/** The model or route that the caller named. */
		REQUESTED("harborai.requested.model"),

		/** How many inputs there are. */
		INPUTS("harborai.embeddings.inputs"),

		/** How many numbers each vector has. */
		DIMENSIONS("gen_ai.embeddings.dimension.count");

		private final String key;

		EmbeddingDetails(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * How an attempt ends.
	 */
	public enum AttemptKeys implements KeyName {

		/** A word as in the trail: {@code ok}, {@code cancelled} or the kind of error. */
		OUTCOME("harborai.outcome");

		private final String key;

		AttemptKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * More of an attempt, on traces only.
	 */
	public enum AttemptDetails implements KeyName {

		/** The name of the key that was used. */
		KEY("harborai.key"),

		/** The vendor's id of the request. */
		REQUEST_ID("harborai.request.id");

		private final String key;

		AttemptDetails(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
