package io.harborai.routing;

/**
 * What is left to pay for attempts beyond the first of each call.
 *
 * @param owner whose calls it pays for
 * @param name the owner's name
 * @param available how many attempts are left, parts of one included
 */
public record BudgetState(Owner owner, String name, double available) {

	/**
	 * Whose calls a budget pays for.
	 */
	public enum Owner {

		/** A route's. */
		ROUTE,

		/** Those that go to a provider without a route. */
		PROVIDER

	}

}
