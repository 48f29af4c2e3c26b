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

}
