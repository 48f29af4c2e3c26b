package io.harborai.observation;

/**
 * Takes out of prompts and answers what must not be recorded, such as names and numbers
 * of people. Asked only if content is recorded at all, on the call's own threads:
 * implementations are thread-safe, quick and don't block.
 */
@FunctionalInterface
public interface ContentRedactor {

	/**
	 * Take out what must not be recorded.
	 * @param text a whole text of a message
	 * @return the text that may be recorded
	 */
	String redact(String text);

}
