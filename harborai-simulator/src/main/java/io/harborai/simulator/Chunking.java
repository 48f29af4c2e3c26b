package io.harborai.simulator;

import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * How the bytes of a body are cut into pieces. Every piece is an HTTP chunk and a TCP
 * write of its own, so that a client sees exactly these borders, even in the middle of a
 * character.
 */
public final class Chunking {

	private static final Chunking WHOLE = new Chunking(null);

	private final @Nullable Supplier<IntUnaryOperator> sizes;

	private Chunking(@Nullable Supplier<IntUnaryOperator> sizes) {
		this.sizes = sizes;
	}

	/**
	 * Leave the pieces as they are: an event at a time in a stream, the whole body
	 * otherwise.
	 * @return the chunking
	 */
	public static Chunking whole() {
		return WHOLE;
	}

	/**
	 * One byte at a time.
	 * @return the chunking
	 */
	public static Chunking oneByte() {
		return sized(1);
	}

	/**
	 * Pieces of one size.
	 * @param size the number of bytes, at least 1
	 * @return the chunking
	 */
	public static Chunking sized(int size) {
		if (size < 1) {
			throw new IllegalArgumentException("size must be at least 1 but is " + size);
		}
		return new Chunking(() -> (left) -> Math.min(left, size));
	}

	/**
	 * Pieces of 1 to 64 bytes, the same ones for the same seed and body.
	 * @param seed the seed
	 * @return the chunking
	 */
	public static Chunking random(long seed) {
		return new Chunking(() -> {
			SplittableRandom random = new SplittableRandom(seed);
			return (left) -> Math.min(left, 1 + random.nextInt(64));
		});
	}

	/**
	 * Return the sizes for one body.
	 * @return from the number of bytes left to the size of the next piece; {@code null}
	 * to leave pieces as they are
	 */
	@Nullable IntUnaryOperator sizes() {
		return (this.sizes != null) ? this.sizes.get() : null;
	}

}
