package io.harborai.benchmarks.harness;

/**
 * Makes a client. Implementations have a constructor without parameters.
 */
@FunctionalInterface
public interface ClientFactory {

	/**
	 * Make a client that connects to nobody yet.
	 * @param target where to and how many at once
	 * @return the client
	 */
	ChatClient create(Target target);

}
