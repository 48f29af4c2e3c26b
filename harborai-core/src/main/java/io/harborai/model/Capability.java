package io.harborai.model;

/**
 * Something a model is known to be able to do. Capabilities are advice, never a gate: an
 * absent one means "not known", and a request that uses it is sent all the same.
 */
public enum Capability {

	/** Answers chat completions. */
	CHAT,

	/** Calls functions. */
	TOOLS,

	/** Obeys a tool choice of {@code required} or a named tool. */
	TOOL_CHOICE_REQUIRED,

	/** May ask for several tool calls in one turn. */
	PARALLEL_TOOLS,

	/** Answers with some JSON object when asked to ({@code json_object}). */
	JSON_OBJECT,

	/** Answers with JSON that follows a given schema ({@code json_schema}). */
	JSON_SCHEMA,

	/** Reads images. */
	VISION,

	/** Reads video. */
	VIDEO,

	/** Reads audio. */
	AUDIO,

	/** Can think before it answers and, as far as is known, can be told not to. */
	REASONING,

	/** Always thinks before it answers. */
	REASONING_ALWAYS,

	/** Takes an effort level for its thinking. */
	REASONING_EFFORT,

	/** Continues an assistant message begun by the caller. */
	PREFIX,

	/** Fills in the middle between a prefix and a suffix. */
	FIM,

	/** Searches the web on the vendor's side. */
	WEB_SEARCH,

	/** Turns input into embedding vectors. */
	EMBEDDING

}
