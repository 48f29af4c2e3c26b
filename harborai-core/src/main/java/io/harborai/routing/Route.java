package io.harborai.routing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;

import io.harborai.call.Call;
import io.harborai.call.Ticker;
import io.harborai.model.ModelInfo;
import io.harborai.usage.Cost;
import io.harborai.usage.PriceBook;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A route in a snapshot of the registry. Immutable but for the state of its plan.
 *
 * @param plan the route as it is configured
 * @param candidates its models that are in service, as they are listed
 */
record Route(RoutePlan plan, List<Candidate> candidates) implements Destination {

	private static final double UNKNOWN_NANOS = 3600e9;

	/**
	 * The order in which the candidates are asked.
	 * @param call the call
	 * @param streamed whether the answer is streamed
	 * @param ticker the time
	 * @param random from 0 to 1
	 * @return all of them, those that are ejected last
	 */
	List<Candidate> order(Call<?> call, boolean streamed, Ticker ticker, DoubleSupplier random) {
		List<Candidate> healthy = this.candidates;
		List<Candidate> ejected = List.of();
		if (!areAllHealthy()) {
			healthy = new ArrayList<>();
			ejected = new ArrayList<>();
			for (Candidate candidate : this.candidates) {
				(candidate.isHealthy() ? healthy : ejected).add(candidate);
			}
		}
		List<Candidate> ordered = switch (this.plan.settings().strategy()) {
			case ORDERED -> healthy;
			case WEIGHTED -> withFirst(healthy, weighted(healthy, random));
			case FASTEST -> withFirst(healthy, faster(healthy, streamed, ticker.nanoTime(), random));
			case CHEAPEST -> byPrice(healthy, call);
		};
		if (ejected.isEmpty()) {
			return ordered;
		}
		List<Candidate> all = new ArrayList<>(ordered);
		all.addAll(ejected);
		return all;
	}

	private boolean areAllHealthy() {
		for (int i = 0; i < this.candidates.size(); i++) {
			if (!this.candidates.get(i).isHealthy()) {
				return false;
			}
		}
		return true;
	}

	private static List<Candidate> withFirst(List<Candidate> candidates, int first) {
		if (first == 0) {
			return candidates;
		}
		List<Candidate> order = new ArrayList<>(candidates);
		order.add(0, order.remove(first));
		return order;
	}

	private static int weighted(List<Candidate> candidates, DoubleSupplier random) {
		double sum = 0;
		for (Candidate candidate : candidates) {
			sum += weight(candidate);
		}
		double left = random.getAsDouble() * sum;
		for (int i = 0; i < candidates.size(); i++) {
			double weight = weight(candidates.get(i));
			if (left < weight) {
				return i;
			}
			left -= weight;
		}
		return 0;
	}

	private static double weight(Candidate candidate) {
		return (candidate.place() != null) ? candidate.place().weight() : 0;
	}

	private static int faster(List<Candidate> candidates, boolean streamed, long now, DoubleSupplier random) {
		int size = candidates.size();
		if (size < 2) {
			return 0;
		}
		int one = (int) (random.getAsDouble() * size);
		int other = (one + 1 + (int) (random.getAsDouble() * (size - 1))) % size;
		double difference = load(candidates.get(one), streamed, now) - load(candidates.get(other), streamed, now);
		// Of two that are alike the one that is listed first.
		return (difference < 0) ? one : (difference > 0) ? other : Math.min(one, other);
	}

	/**
	 * What nothing is known of is tried by one call at a time.
	 */
	private static double load(Candidate candidate, boolean streamed, long now) {
		TargetState state = candidate.state();
		double average = (state != null) ? state.speed(streamed).average(now) : -1;
		int inFlight = (state != null) ? state.inFlight() : 0;
		return (average < 0 && inFlight == 0) ? 0 : ((average >= 0) ? average : UNKNOWN_NANOS) * (inFlight + 1);
	}

	private static List<Candidate> byPrice(List<Candidate> candidates, Call<?> call) {
		long prompt = call.promptTokens();
		Instant now = Instant.now();
		Currency preferred = null;
		List<Priced> priced = new ArrayList<>();
		for (Candidate candidate : candidates) {
			// A list in several currencies is read in the one that came first.
			Cost cost = cost(candidate, call, prompt, new PriceBook(preferred), now);
			preferred = (preferred == null && cost != null) ? cost.currency() : preferred;
			priced.add(new Priced(candidate, cost));
		}
		Set<@Nullable Currency> currencies = new LinkedHashSet<>();
		for (Priced each : priced) {
			if (each.cost() != null) {
				currencies.add(each.cost().currency());
			}
		}
		currencies.add(null);
		List<Candidate> order = new ArrayList<>();
		for (@Nullable
		Currency currency : currencies) {
			priced.stream()
				.filter((each) -> each.isIn(currency))
				.sorted(Comparator.comparing(Priced::amount))
				.forEach((each) -> order.add(each.candidate()));
		}
		return Collections.unmodifiableList(order);
	}

	private static @Nullable Cost cost(Candidate candidate, Call<?> call, long prompt, PriceBook prices, Instant now) {
		ModelInfo info = candidate.target().info();
		if (info == null || info.prices().isEmpty()) {
			return null;
		}
		return prices.cost(info, Usage.estimated(prompt, call.answerTokens(info.maxOutput())), now);
	}

	private record Priced(Candidate candidate, @Nullable Cost cost) {

		boolean isIn(@Nullable Currency currency) {
			return (this.cost == null) ? currency == null : this.cost.currency().equals(currency);
		}

		BigDecimal amount() {
			return (this.cost != null) ? this.cost.amount() : BigDecimal.ZERO;
		}

	}

}
