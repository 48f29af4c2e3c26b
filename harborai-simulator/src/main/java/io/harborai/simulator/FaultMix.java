package io.harborai.simulator;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * Which faults happen how often. Immutable; the same seed draws the same sequence.
 */
public final class FaultMix {

	private static final int DEEPEST = 8;

	private final long seed;

	private final Map<Fault, Double> probabilities;

	private FaultMix(long seed, Map<Fault, Double> probabilities) {
		this.seed = seed;
		this.probabilities = probabilities;
	}

	/**
	 * A mix without faults, to add some.
	 * @param seed the seed
	 * @return the mix
	 */
	public static FaultMix none(long seed) {
		return new FaultMix(seed, Map.of());
	}

	/**
	 * A mix in which all kinds of fault are equally likely.
	 * @param seed the seed
	 * @param total the probability that a request meets any fault, 0 to 1
	 * @return the mix
	 */
	public static FaultMix all(long seed, double total) {
		FaultMix mix = none(seed);
		for (Fault fault : Fault.values()) {
			mix = mix.with(fault, total / Fault.values().length);
		}
		return mix;
	}

	/**
	 * Set how likely a fault is.
	 * @param fault the fault
	 * @param probability its probability for each request; all together at most 1
	 * @return the mix
	 */
	public FaultMix with(Fault fault, double probability) {
		Map<Fault, Double> all = new EnumMap<>(Fault.class);
		all.putAll(this.probabilities);
		all.put(fault, probability);
		double total = all.values().stream().mapToDouble(Double::doubleValue).sum();
		if (probability < 0 || total > 1 + 1e-9) {
			throw new IllegalArgumentException(
					"probabilities must not be negative nor exceed 1 together, but " + probability + " makes " + total);
		}
		return new FaultMix(this.seed, Collections.unmodifiableMap(all));
	}

	long seed() {
		return this.seed;
	}

	/**
	 * Draw what the next request meets.
	 * @param random where chance comes from
	 * @return the fault, or {@code null} for none
	 */
	@Nullable Fault draw(SplittableRandom random) {
		double drawn = random.nextDouble();
		for (Map.Entry<Fault, Double> entry : this.probabilities.entrySet()) {
			drawn -= entry.getValue();
			if (drawn < 0) {
				return entry.getKey();
			}
		}
		return null;
	}

	static int place(SplittableRandom random) {
		return random.nextInt(DEEPEST);
	}

}
