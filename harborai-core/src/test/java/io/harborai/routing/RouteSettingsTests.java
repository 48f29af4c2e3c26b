package io.harborai.routing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.harborai.HarborAiClient;
import io.harborai.provider.ProviderRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for routes that can't work: they stop the client's being built.
 */
class RouteSettingsTests {

	private static RouteConfigurationException refused(Consumer<HarborAiClient.Builder> spec) {
		RouteConfigurationException[] thrown = new RouteConfigurationException[1];
		assertThatExceptionOfType(RouteConfigurationException.class).isThrownBy(() -> new Routed(spec).close())
			.satisfies((ex) -> thrown[0] = ex);
		return thrown[0];
	}

	@Test
	void unknownModelIsNamedWithWhatIsNear() {
		RouteConfigurationException ex = refused((b) -> b.provider("deepseek", (p) -> p.apiKey("sk-1f3a"))
			.route("smart", (r) -> r.model("a").model("deepseek-flesh")));
		assertThat(ex.setting()).isEqualTo("routes.smart.models[1]");
		assertThat(ex.route()).isEqualTo("smart");
		assertThat(ex.property()).isEqualTo("models[1]");
		assertThat(ex.reason()).contains("'deepseek-flesh'");
		assertThat(ex.remedy()).contains("Did you mean deepseek-flash");
		assertThat(ex).hasMessageStartingWith("'routes.smart.models[1]' names 'deepseek-flesh', which is neither");
	}

	@Test
	void unknownRouteIsNamedWithTheRouteThatIsNear() {
		RouteConfigurationException ex = refused(
				(b) -> b.route("smart", (r) -> r.model("cheep")).route("cheap", (r) -> r.model("a")));
		assertThat(ex.remedy()).isEqualTo("Did you mean the route cheap?");
	}

	@Test
	void modelOfAProviderThatIsntThereIsUnknown() {
		assertThat(refused((b) -> b.route("smart", (r) -> r.model("gone/x"))).reason()).contains("gone/x");
	}

	@Test
	void modelOfADisabledProviderIsKnown() {
		new Routed((b) -> b.provider("off", (p) -> p.vendor("fake").model("z").enabled(false))
			.route("smart", (r) -> r.model("z").model("off/y").model("a"))).close();
	}

	@Test
	void circlesAreFound() {
		assertThat(refused((b) -> b.route("x", (r) -> r.model("a").model("x")))).satisfies((ex) -> {
			assertThat(ex.setting()).isEqualTo("routes.x.models[1]");
			assertThat(ex.reason()).isEqualTo("leads in a circle: x -> x");
			assertThat(ex.remedy()).contains("provider/x");
		});
		assertThat(refused((b) -> b.route("w", (r) -> r.model("x"))
			.route("x", (r) -> r.model("y"))
			.route("y", (r) -> r.model("z"))
			.route("z", (r) -> r.model("a").model("x")))).satisfies((ex) -> {
				assertThat(ex.setting()).isEqualTo("routes.z.models[1]");
				assertThat(ex.reason()).isEqualTo("leads in a circle: x -> y -> z -> x");
			});
	}

	@Test
	void oneRouteMayBeInSeveralOthers() {
		try (Routed routed = new Routed((b) -> b.route("top", (r) -> r.model("left").model("right"))
			.route("left", (r) -> r.model("base"))
			.route("right", (r) -> r.model("base").model("c"))
			.route("base", (r) -> r.model("a").model("b")))) {
			for (String each : List.of("a", "b", "c")) {
				routed.vendor.always(each, FakeVendor.fails(FailoverTests::down));
			}
			routed.create(Routed.request("top")).ended();
			assertThat(routed.vendor.asked()).containsExactly("a", "b", "c");
		}
	}

	@Test
	void theRestThatCantWork() {
		assertThat(refused((b) -> b.route("smart", (r) -> {
		})).setting()).isEqualTo("routes.smart.models");
		assertThat(refused((b) -> b.route("sm/art", (r) -> r.model("a"))).property()).isNull();
		assertThat(refused((b) -> b.route("smart", (r) -> r.model("a")).route("smart", (r) -> r.model("b"))).reason())
			.isEqualTo("is there twice");
		assertThat(refused((b) -> b.route("smart", (r) -> r.model(" "))).setting()).isEqualTo("routes.smart.models[0]");
		assertThat(refused((b) -> b.route("smart", (r) -> r.model("a").model("b", -1))).setting())
			.isEqualTo("routes.smart.models[1].weight");
		assertThat(refused((b) -> b.route("smart", (r) -> r.strategy(RouteSettings.Strategy.WEIGHTED).model("a", 0)))
			.reason()).isEqualTo("have no weight at all");
		assertThat(refused(
				(b) -> b.route("smart", (r) -> r.model(new RouteSettings.Model("a", 1, Map.of("stream", true)))))
			.setting()).isEqualTo("routes.smart.models[0].extra-body");
		assertThat(refused((b) -> b.route("smart", (r) -> r.model("a").ejection(ejection(-1, 1, 1)))).setting())
			.isEqualTo("routes.smart.ejection.failures");
		assertThat(refused((b) -> b.route("smart", (r) -> r.model("a").ejection(ejection(1, 0, 1)))).setting())
			.isEqualTo("routes.smart.ejection.time");
		assertThat(refused((b) -> b.route("smart", (r) -> r.model("a").ejection(ejection(1, 2, 1)))).setting())
			.isEqualTo("routes.smart.ejection.max-time");
	}

	private static RouteSettings.Ejection ejection(int failures, int seconds, int maxSeconds) {
		return new RouteSettings.Ejection(failures, Duration.ofSeconds(seconds), Duration.ofSeconds(maxSeconds));
	}

	@Test
	void namesOfRoutesAreNearMissesOfCalls() {
		try (Routed routed = new Routed((b) -> b.route("smart", (r) -> r.model("a")))) {
			assertThat(routed.create(Routed.request("smrt")).failed(io.harborai.error.ModelNotFoundException.class))
				.hasMessageContaining("Did you mean smart?");
		}
	}

	@Test
	void checkingPinnedAndConfiguredModelsReadsNoCatalog() {
		RouteSettings route = RouteSettings.builder("smart").model("a").model("b/anything").build();
		try (Routed routed = new Routed((b) -> {
		})) {
			ProviderRegistry.Snapshot snapshot = routed.client.providers().snapshot();
			assertThat(snapshot.entries()).hasSize(3);
			RouteChecks.check(List.of(route), java.util.Set.of("smart"), snapshot);
		}
	}

}
