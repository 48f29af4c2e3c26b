package io.harborai.routing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.harborai.call.ChatCall;
import io.harborai.call.TestTicker;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.model.ModelCatalog;
import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import io.harborai.provider.ProviderContext;
import io.harborai.provider.ProviderRegistry;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.BudgetSettings;
import io.harborai.resilience.ResilienceRegistries;
import io.harborai.routing.RouteSettings.Strategy;
import io.harborai.transport.EventLoops;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the order in which a route's models are asked.
 */
class StrategyTests {

	private static final ChatCompletionRequest REQUEST = Routed.request("smart");

	private final TestTicker ticker = new TestTicker();

	private final Deque<Double> dice = new ArrayDeque<>();

	private final Map<String, TargetState> states = new java.util.HashMap<>();

	private final ProviderSettings.Builder provider = ProviderSettings.builder("p").vendor("fake");

	private Route route(RouteSettings settings, RouteSettings... others) {
		ProviderRegistry registry = new ProviderRegistry(Map.of("fake", new FakeVendor()),
				new ProviderContext(this.ticker, new EventLoops(), List.of(), ResilienceRegistries::own),
				ModelCatalog::empty, ProviderSettings.builder("defaults").build(), Set.of());
		registry.register(this.provider.build());
		List<RouteSettings> all = new ArrayList<>(List.of(others));
		all.add(settings);
		Map<String, RoutePlan> plans = RoutePlan.of(all, BudgetSettings.DEFAULTS, this.ticker, () -> 0);
		return (Route) new RouteTable(registry.snapshot(), plans,
				(target) -> this.states.computeIfAbsent(target.model(), (name) -> new TargetState()))
			.find(settings.name());
	}

	private static RouteSettings.Builder models(Strategy strategy, String... names) {
		RouteSettings.Builder builder = RouteSettings.builder("smart").strategy(strategy);
		for (String name : names) {
			builder.model("p/" + name);
		}
		return builder;
	}

	private List<String> order(Route route, double... dice) {
		for (double each : dice) {
			this.dice.add(each);
		}
		return route.order(call(REQUEST), true, this.ticker, this.dice::poll)
			.stream()
			.map((candidate) -> candidate.target().model())
			.toList();
	}

	private ChatCall call(ChatCompletionRequest request) {
		return ChatCall.start(request, null, this.ticker);
	}

	private static void eject(Route route, int index, long now) {
		for (int i = 0; i < 5; i++) {
			route.candidates().get(index).place().ejection().failed(now);
		}
	}

	@Test
	void orderedIsAsListed() {
		Route route = route(models(Strategy.ORDERED, "a", "b", "c").build());
		assertThat(order(route)).containsExactly("a", "b", "c");
		assertThat(route.order(call(REQUEST), true, this.ticker, this.dice::poll)).isSameAs(route.candidates());
		eject(route, 0, this.ticker.nanoTime());
		assertThat(order(route)).containsExactly("b", "c", "a");
	}

	@Test
	void weightedIsFirstByWeight() {
		Route route = route(RouteSettings.builder("smart")
			.strategy(Strategy.WEIGHTED)
			.model("p/a", 1)
			.model("p/b", 3)
			.model("p/c", 0)
			.build());
		assertThat(order(route, 0)).containsExactly("a", "b", "c");
		assertThat(order(route, 0.2499)).containsExactly("a", "b", "c");
		assertThat(order(route, 0.25)).containsExactly("b", "a", "c");
		assertThat(order(route, 0.9999)).containsExactly("b", "a", "c");
		eject(route, 1, this.ticker.nanoTime());
		assertThat(order(route, 0.9999)).containsExactly("a", "c", "b");
	}

	@Test
	void weightOfARouteIsSplitAmongItsModels() {
		Route route = route(
				RouteSettings.builder("smart").strategy(Strategy.WEIGHTED).model("inner", 1).model("p/c", 1).build(),
				RouteSettings.builder("inner").model("p/a", 3).model("p/b", 1).build());
		assertThat(order(route, 0.37)).startsWith("a");
		assertThat(order(route, 0.38)).startsWith("b");
		assertThat(order(route, 0.5)).startsWith("c");
	}

	@Test
	@DisplayName("F43 the quicker of two is asked first")
	void fastestTakesTheQuickerOfTwo() {
		Route route = route(models(Strategy.FASTEST, "a", "b", "c").build());
		note("a", 300);
		note("b", 100);
		note("c", 200);
		assertThat(order(route, 0, 0)).containsExactly("b", "a", "c");
		assertThat(order(route, 0, 0.99)).containsExactly("c", "a", "b");
		assertThat(order(route, 0.99, 0.99)).containsExactly("b", "a", "c");
	}

	@Test
	void fastestMindsHowBusyTheyAre() {
		Route route = route(models(Strategy.FASTEST, "a", "b").build());
		note("a", 250);
		note("b", 100);
		assertThat(order(route, 0, 0)).startsWith("b");
		this.states.get("b").started();
		this.states.get("b").started();
		assertThat(order(route, 0, 0)).startsWith("a");
	}

	@Test
	void fastestTriesWhatItDoesNotKnowOneCallAtATime() {
		Route route = route(models(Strategy.FASTEST, "a", "b").build());
		note("a", 1);
		assertThat(order(route, 0, 0)).startsWith("b");
		this.states.get("b").started();
		assertThat(order(route, 0, 0)).startsWith("a");
		this.states.get("b").ended();
		note("b", 5);
		assertThat(order(route, 0, 0)).startsWith("a");
	}

	@Test
	@DisplayName("F43 the slow one is tried again in a while")
	void fastestTriesTheSlowOneAgainInAWhile() {
		Route route = route(models(Strategy.FASTEST, "a", "b").build());
		note("a", 100);
		note("b", 1000);
		this.ticker.advance(Duration.ofSeconds(40));
		note("a", 100);
		assertThat(order(route, 0, 0)).startsWith("b");
	}

	@Test
	void fastestKeepsStreamsAndWholeAnswersApart() {
		Route route = route(models(Strategy.FASTEST, "a", "b").build());
		note("a", 1);
		note("b", 5);
		this.states.get("a").speed(false).note(Duration.ofSeconds(9).toNanos(), this.ticker.nanoTime());
		assertThat(order(route, 0, 0)).startsWith("a");
	}

	@Test
	void fastestPassesOverWhatIsEjected() {
		Route route = route(models(Strategy.FASTEST, "a", "b").build());
		note("a", 1);
		note("b", 5);
		eject(route, 0, this.ticker.nanoTime());
		assertThat(order(route, 0, 0)).containsExactly("b", "a");
	}

	private void note(String model, int millis) {
		this.states.get(model).speed(true).note(Duration.ofMillis(millis).toNanos(), this.ticker.nanoTime());
	}

	@Test
	void cheapestIsByPriceAndWhatIsUnknownComesLast() {
		this.provider.model(priced("a", "CNY", "8", "8"))
			.model(priced("b", "CNY", "1", "2"))
			.model(priced("d", "CNY", "4", "4"));
		Route route = route(models(Strategy.CHEAPEST, "unknown", "a", "b", "d").build());
		assertThat(order(route)).containsExactly("b", "d", "a", "unknown");
		eject(route, 2, this.ticker.nanoTime());
		assertThat(order(route)).containsExactly("d", "a", "unknown", "b");
	}

	@Test
	void cheapestCountsPromptAndAnswer() {
		// Equal for short prompts of little more than answers.
		this.provider.model(priced("talkative", "CNY", "0", "3")).model(priced("reader", "CNY", "9", "2"));
		Route route = route(models(Strategy.CHEAPEST, "talkative", "reader").build());
		assertThat(order(route)).startsWith("reader");
		ChatCompletionRequest longPrompt = ChatCompletionRequest.of((r) -> r.user("x".repeat(100_000)));
		assertThat(route.order(call(longPrompt), true, this.ticker, this.dice::poll).get(0).target().model())
			.isEqualTo("talkative");
		ChatCompletionRequest shortAnswer = ChatCompletionRequest.of((r) -> r.user("x".repeat(100)).maxTokens(1));
		assertThat(route.order(call(shortAnswer), true, this.ticker, this.dice::poll).get(0).target().model())
			.isEqualTo("talkative");
	}

	@Test
	void cheapestComparesOnlyTheSameCurrency() {
		this.provider.model(priced("cny-dear", "CNY", "9", "9"))
			.model(priced("usd", "USD", "1", "1"))
			.model(priced("cny-cheap", "CNY", "2", "2"));
		Route route = route(models(Strategy.CHEAPEST, "cny-dear", "usd", "cny-cheap").build());
		assertThat(order(route)).containsExactly("cny-cheap", "cny-dear", "usd");
	}

	private static ModelInfo priced(String id, String currency, String input, String output) {
		return ModelInfo.builder("fake", id)
			.prices(List
				.of(PriceRow.builder(Currency.getInstance(currency), new BigDecimal(input), new BigDecimal(output))
					.build()))
			.build();
	}

	@Test
	void whatAsksTheSameIsThereOnce() {
		this.provider.model(ModelInfo.builder("fake", "id").alias("short").build());
		Route route = route(RouteSettings.builder("smart")
			.model("short")
			.model("p/id")
			.model(new RouteSettings.Model("id", 1, Map.of("plan", "gold")))
			.build());
		assertThat(order(route)).containsExactly("id", "id");
	}

}
