package io.harborai;

/**
 * The chat API.
 */
public interface Chat {

	/**
	 * Completions.
	 * @return the completions API
	 */
	ChatCompletions completions();

	/**
	 * Completions with tools that are run when the model asks for them.
	 * @return the tools API
	 */
	ChatTools tools();

}
