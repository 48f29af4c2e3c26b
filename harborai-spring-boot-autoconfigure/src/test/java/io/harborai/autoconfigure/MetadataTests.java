package io.harborai.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.harborai.HarborAiClient;
import io.harborai.budget.Budget;
import io.harborai.budget.BudgetStoreSettings;
import io.harborai.budget.BudgetWindow;
import io.harborai.model.ModelCatalog;
import io.harborai.provider.ProviderConfigurationException;
import io.harborai.provider.ProviderSettings;
import io.harborai.routing.RouteSettings;
import io.harborai.wire.CatalogReader;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What editors show about our properties is complete and true.
 */
class MetadataTests {

	private final ConfigurationMetadata metadata = ConfigurationMetadata.read();

	private final Map<String, JsonNode> properties = this.metadata.properties();

	@Test
	void everyPropertyIsDescribed() {
		Set<String> existing = PropertyNames.below(HarborAiProperties.class)
			.stream()
			.map((name) -> "harborai." + name)
			.collect(Collectors.toCollection(TreeSet::new));
		Set<String> described = new TreeSet<>();
		this.properties.forEach((name, property) -> {
			if (property.hasNonNull("description")) {
				described.add(name);
			}
		});
		described.removeIf((name) -> name.equals("harborai.providers") || name.equals("harborai.routes")
				|| name.equals("harborai.budgets") || name.startsWith("management."));
		assertThat(described).isEqualTo(existing);
	}

	@Test
	void descriptionsAreSentencesWithoutDefaults() {
		this.properties.forEach((name, property) -> assertThat(property.path("description").asString()).as(name)
			.matches("(?s)\\p{Upper}.*\\.")
			.doesNotStartWith("The time")
			.doesNotContainIgnoringCase("default is"));
	}

	@Test
	void providersOwnAreDescribedAsTheDefaultsAre() {
		this.properties.forEach((name, property) -> {
			if (name.startsWith("harborai.defaults.")) {
				JsonNode own = this.properties.get(name.replace("harborai.defaults.", "harborai.providers.*."));
				assertThat(own.path("description").asString()).as(name)
					.isEqualTo(property.path("description").asString());
				assertThat(own.path("type").asString()).as(name).isEqualTo(property.path("type").asString());
			}
		});
	}

	@Test
	void defaultsAreThoseOfCore() {
		Map<String, Object> shown = new HashMap<>();
		this.properties.forEach((name, property) -> {
			if (name.startsWith("harborai.defaults.") && property.has("defaultValue")) {
				shown.put(name, property.path("defaultValue").asString());
			}
		});
		assertThat(shown.remove("harborai.defaults.http.proxy.type")).isEqualTo("http");
		InheritableProperties defaults = new Binder(new MapConfigurationPropertySource(shown))
			.bind("harborai.defaults", Bindable.of(InheritableProperties.class))
			.get();
		ProviderSettings settings = new ProviderSettingsMapper(new HttpMapper(new TlsSettingsFactory(null)))
			.mapDefaults(defaults);
		ProviderSettings core = ProviderSettings.DEFAULTS;
		assertThat(settings.http()).isEqualTo(core.http());
		assertThat(settings.timeouts()).isEqualTo(core.timeouts());
		assertThat(settings.resilience()).isEqualTo(core.resilience());
		assertThat(settings.warmUp()).isEqualTo(core.warmUp());
		assertThat(settings.legacyAliases()).isEqualTo(core.legacyAliases());
		assertThat(settings.unloadAfterIdle()).isEqualTo(core.unloadAfterIdle());
		assertThat(Duration
			.parse("PT" + this.properties.get("harborai.shutdown.grace-period").path("defaultValue").asString()))
			.isEqualTo(HarborAiClient.Builder.DEFAULT_SHUTDOWN_GRACE);
	}

	@Test
	void defaultsOfRoutesAreThoseOfCore() {
		Map<String, Object> shown = new HashMap<>();
		this.properties.forEach((name, property) -> {
			if (name.startsWith("harborai.routes.") && property.has("defaultValue")) {
				shown.put(name.replace("routes.*", "routes.smart").replace("[*]", "[0]"),
						property.path("defaultValue").asString());
			}
		});
		assertThat(shown).hasSize(6);
		shown.put("harborai.routes.smart.models[0].name", "m");
		RouteProperties route = new Binder(new MapConfigurationPropertySource(shown))
			.bind("harborai.routes.smart", Bindable.of(RouteProperties.class))
			.get();
		assertThat(RouteMapper.map("smart", route)).isEqualTo(RouteSettings.builder("smart").model("m").build());
	}

	@Test
	void defaultsOfBudgetsAreThoseOfCore() {
		Map<String, Object> shown = new HashMap<>();
		this.properties.forEach((name, property) -> {
			if (name.startsWith("harborai.budgets.") && property.has("defaultValue")) {
				shown.put(name.replace("budgets.*", "budgets.b"), property.path("defaultValue").asString());
			}
		});
		assertThat(shown).hasSize(5);
		shown.put("harborai.budgets.b.limit", "10");
		shown.put("harborai.budgets.b.currency", "CNY");
		BudgetProperties budget = new Binder(new MapConfigurationPropertySource(shown))
			.bind("harborai.budgets.b", Bindable.of(BudgetProperties.class))
			.get();
		assertThat(BudgetAssembly.budget("b", budget)).isEqualTo(Budget.builder("b").limit("10", "CNY").build());
		assertThat(Duration.ofMillis(Long.parseLong(
				this.properties.get("harborai.store.timeout").path("defaultValue").asString().replace("ms", ""))))
			.isEqualTo(BudgetStoreSettings.DEFAULTS.timeout());
		assertThat(this.properties.get("harborai.store.fail-closed").path("defaultValue").asBoolean())
			.isEqualTo(BudgetStoreSettings.DEFAULTS.failClosed());
	}

	@Test
	void windowsAndStoresAreHintedAtAll() {
		assertThat(hint("harborai.budgets.*.window")).containsExactlyElementsOf(words(BudgetWindow.values()));
		assertThat(hint("harborai.store.type")).containsExactlyElementsOf(words(StoreProperties.Type.values()));
	}

	private static List<String> words(Enum<?>[] values) {
		return Stream.of(values).map((value) -> value.name().toLowerCase(Locale.ROOT)).toList();
	}

	@Test
	void strategiesAreHintedAtAll() {
		assertThat(hint("harborai.routes.*.strategy"))
			.containsExactlyElementsOf(Stream.of(RouteSettings.Strategy.values())
				.map((strategy) -> strategy.name().toLowerCase(Locale.ROOT))
				.toList());
	}

	@Test
	void budgetsOfRoutesAreDescribedAsThoseOfProviders() {
		for (String name : List.of("per-call", "per-second", "capacity", "initial")) {
			assertThat(this.properties.get("harborai.routes.*.budget." + name).path("description"))
				.isEqualTo(this.properties.get("harborai.defaults.resilience.budget." + name).path("description"));
		}
	}

	@Test
	void vendorsAreHintedAtOneAndAll() {
		ProviderConfigurationException unknown = catchThrowableOfType(ProviderConfigurationException.class,
				() -> HarborAiClient.builder().provider("x", (x) -> x.vendor("zzzzzzzz")).build());
		String known = unknown.remedy().substring("Use one of ".length(), unknown.remedy().indexOf(';'));
		assertThat(hint("harborai.providers.*.vendor")).containsExactlyInAnyOrder(known.split(", "));
		assertThat(hint("harborai.providers.keys")).isEqualTo(hint("harborai.providers.*.vendor"));
	}

	@Test
	void modelsThatAreHintedAtExist() {
		ModelCatalog catalog = new CatalogReader().builtIn();
		assertThat(hint("harborai.default-model")).isNotEmpty()
			.allSatisfy((model) -> assertThat(catalog.findByName(model)).isNotEmpty());
	}

	@Test
	void hintsAreForPropertiesThatExist() {
		assertThat(this.metadata.hints().keySet()).allSatisfy((name) -> assertThat(this.properties)
			.containsKey(name.endsWith(".keys") ? name.substring(0, name.length() - ".keys".length()) : name));
	}

	private List<String> hint(String name) {
		return this.metadata.hints()
			.get(name)
			.path("values")
			.valueStream()
			.map((value) -> value.path("value").asString())
			.toList();
	}

}
