package io.harborai.springai;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which models Spring AI gets.
 */
@ConfigurationProperties("spring.ai.harborai")
public final class HarborAiModelProperties {

	private final Chat chat = new Chat();

	private final Embedding embedding = new Embedding();

	public Chat getChat() {
		return this.chat;
	}

	public Embedding getEmbedding() {
		return this.embedding;
	}

	/**
	 * The model for chat.
	 */
	public static final class Chat {

		/**
		 * Name of the model or route for prompts that name none; unset, it is
		 * harborai.default-model.
		 */
		private @Nullable String model;

		public @Nullable String getModel() {
			return this.model;
		}

		public void setModel(@Nullable String model) {
			this.model = model;
		}

	}

	/**
	 * The model for embeddings.
	 */
	public static final class Embedding {

		/**
		 * Name of the model or route. Without it there is no EmbeddingModel.
		 */
		private @Nullable String model;

		/**
		 * Length of the vectors, for models that leave the choice.
		 */
		private @Nullable Integer dimensions;

		public @Nullable String getModel() {
			return this.model;
		}

		public void setModel(@Nullable String model) {
			this.model = model;
		}

		public @Nullable Integer getDimensions() {
			return this.dimensions;
		}

		public void setDimensions(@Nullable Integer dimensions) {
			this.dimensions = dimensions;
		}

	}

}
