package io.harborai.embedding;

import java.util.Arrays;

/**
 * The vector of one input. Immutable; {@code toString} shows its length only.
 */
public final class Embedding {

	private final int index;

	private final float[] vector;

	private Embedding(int index, float[] vector) {
		this.index = index;
		this.vector = vector;
	}

	/**
	 * A vector.
	 * @param index the place of its input in the request, from 0
	 * @param vector the numbers; copied
	 * @return the embedding
	 */
	public static Embedding of(int index, float[] vector) {
		return new Embedding(index, vector.clone());
	}

	/**
	 * The same vector for an input at another place.
	 * @param index the place, from 0
	 * @return a new embedding
	 */
	public Embedding withIndex(int index) {
		return new Embedding(index, this.vector);
	}

	/**
	 * The place of its input in the request.
	 * @return the place, from 0
	 */
	public int index() {
		return this.index;
	}

	/**
	 * The numbers.
	 * @return a copy
	 */
	public float[] vector() {
		return this.vector.clone();
	}

	/**
	 * How many numbers it has.
	 * @return the length of the vector
	 */
	public int dimensions() {
		return this.vector.length;
	}

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof Embedding embedding && this.index == embedding.index
				&& Arrays.equals(this.vector, embedding.vector));
	}

	@Override
	public int hashCode() {
		return 31 * this.index + Arrays.hashCode(this.vector);
	}

	@Override
	public String toString() {
		return "Embedding[" + this.index + ", " + this.vector.length + " dimensions]";
	}

}
