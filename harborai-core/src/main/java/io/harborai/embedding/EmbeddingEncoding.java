package io.harborai.embedding;

/**
 * How vectors come over the wire. They are the same vectors either way.
 */
public enum EmbeddingEncoding {

	/** As decimal numbers. */
	FLOAT("float"),

	/** As the bytes of the numbers in base64: about a quarter of the size. */
	BASE64("base64");

	private final String wireName;

	EmbeddingEncoding(String wireName) {
		this.wireName = wireName;
	}

	/**
	 * The word for it on the wire.
	 * @return the word
	 */
	public String wireName() {
		return this.wireName;
	}

}
