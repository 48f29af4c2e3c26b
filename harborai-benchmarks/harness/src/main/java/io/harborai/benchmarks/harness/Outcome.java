package io.harborai.benchmarks.harness;

/**
 * Told what comes of a call.
 */
public interface Outcome {

	/**
	 * A chunk has come.
	 * @param characters how many characters of text it brought
	 */
	void chunk(int characters);

	/**
	 * The call has ended well.
	 * @param characters how many characters of text a whole answer had, 0 for a stream
	 */
	void done(int characters);

	/**
	 * The call has failed.
	 * @param failure why
	 */
	void failed(Throwable failure);

}
