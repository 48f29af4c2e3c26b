package io.harborai.test;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.harborai.HarborAiClient;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.test.cassette.CassetteDeck;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a test class without Spring works with. Closed with the class.
 */
final class PlainFixture implements AutoCloseable {

	private final Map<SimulatedProvider, String> keys = new LinkedHashMap<>();

	private final String defaultModel;

	private final TestBench bench;

	private PlainFixture(Class<?> annotated, ExtensionContext context) {
		HarborAiTest annotation = TestClasses.annotation(annotated);
		this.defaultModel = annotation.defaultModel();
		List<SimulatedProvider> providers = (annotation.providers().length > 0)
				? Arrays.stream(annotation.providers()).map(SimulatedProvider::get).toList()
				: List.of(SimulatedProvider.values());
		providers.forEach((provider) -> this.keys.put(provider, SimulatedProvider.KEY));
		List<Cassette> cassettes = TestClasses.cassettes(annotated);
		SimulatedVendor vendor = SimulatedVendor.start();
		this.bench = new TestBench(vendor, cassettes.isEmpty() ? null : deck(annotated, cassettes, vendor, context));
	}

	/**
	 * Return the fixture of a test class, which is made when it is first asked for.
	 * @param annotated the class with {@link HarborAiTest}
	 * @param context the class's or a test's context
	 * @return the fixture
	 */
	static PlainFixture of(Class<?> annotated, ExtensionContext context) {
		return contextOf(annotated, context).getStore(HarborAiExtension.NAMESPACE)
			.computeIfAbsent(annotated, (key) -> new PlainFixture(annotated, context), PlainFixture.class);
	}

	/** The one of the annotated class, around the nested ones. */
	private static ExtensionContext contextOf(Class<?> annotated, ExtensionContext context) {
		ExtensionContext found = context;
		for (Optional<ExtensionContext> at = Optional.of(context); at.isPresent(); at = at.get().getParent()) {
			if (at.get().getTestClass().filter(annotated::equals).isPresent()) {
				found = at.get();
			}
		}
		return found;
	}

	TestBench bench() {
		return this.bench;
	}

	/**
	 * Make a client whose providers are simulated.
	 * @return the client
	 */
	HarborAiClient newClient() {
		HarborAiClient.Builder builder = HarborAiClient.builder()
			.defaultModel(this.defaultModel.isEmpty() ? null : this.defaultModel)
			// what a test leaves running, nobody waits for
			.shutdownGrace(Duration.ZERO);
		this.keys.forEach((provider, key) -> builder.provider(provider.vendor(),
				(settings) -> settings.baseUrl(this.bench.baseUrl(provider.vendor(), provider)).apiKey(key)));
		return builder.build();
	}

	@Override
	public void close() {
		this.bench.close();
	}

	private CassetteDeck deck(Class<?> annotated, List<Cassette> cassettes, SimulatedVendor vendor,
			ExtensionContext context) {
		CassetteDeck.Builder deck = CassetteDeck.builder().directory(CassetteDeck.directoryOf(annotated));
		boolean recording = TestClasses.mayRecord(cassettes, deck);
		for (SimulatedProvider provider : List.copyOf(this.keys.keySet())) {
			String property = "harborai.providers." + provider.vendor();
			Optional<String> key = context.getConfigurationParameter(property + ".api-key")
				.or(() -> Optional.ofNullable(System.getenv(provider.keyVariable())))
				.filter((value) -> recording && !value.isBlank());
			key.ifPresent((value) -> this.keys.put(provider, value));
			deck.provider(provider.vendor(),
					context.getConfigurationParameter(property + ".base-url").orElse(provider.url()),
					vendor.baseUrl(provider.dialect()),
					key.isPresent() ? null : "there is no key. Set the environment variable " + provider.keyVariable()
							+ " or the system property " + property + ".api-key.");
		}
		return deck.build();
	}

}
