package io.harborai.chat;

/**
 * How a model is made to answer with JSON of a given shape, best first. Whatever it is,
 * the answer is checked.
 */
public enum StructuredStrategy {

	/** The vendor holds the model to the schema ({@code json_schema}). */
	JSON_SCHEMA,

	/** The model must call a tool whose arguments are the answer. */
	TOOL,

	/**
	 * The vendor holds the model to some JSON object ({@code json_object}); the prompt
	 * has the schema.
	 */
	JSON_OBJECT,

	/** Only the prompt says so; works with every model. */
	PROMPT

}
