package io.harborai.benchmarks.harness;

/**
 * What a client is made for.
 *
 * @param baseUrl the vendor's address, as OpenAI's is {@code https://api.openai.com/v1}
 * @param atOnce how many calls run at once; every limit of the client is to allow them
 * @param setup which of a client's setups is meant, "defaults" unless it has several
 */
public record Target(String baseUrl, int atOnce, String setup) {

	/** The model that is asked for. */
	public static final String MODEL = "bench-model";

	/** The system message. */
	public static final String SYSTEM = "You are a helpful assistant. Answer in one short paragraph.";

	/** The user's message. */
	public static final String USER = "Explain in plain words why a lighthouse was built on every cape of this coast, "
			+ "and what the keepers did during the long nights of winter.";

	/**
	 * The pool size to set where a client wants one: its own default is kept up to 200 at
	 * once.
	 * @param ownDefault the client's default
	 * @return the size
	 */
	public int poolSize(int ownDefault) {
		return (this.atOnce > 200) ? Math.max(ownDefault, this.atOnce) : ownDefault;
	}

	/**
	 * The request, as a client without JSON sends it.
	 * @param stream whether the answer is to be streamed
	 * @return the body
	 */
	public static String body(boolean stream) {
		String body = "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"system\",\"content\":\"" + SYSTEM
				+ "\"},{\"role\":\"user\",\"content\":\"" + USER + "\"}],\"temperature\":0.7,\"max_tokens\":256";
		return stream ? body + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}" : body + "}";
	}

}
