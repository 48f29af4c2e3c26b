package io.harborai.test;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import io.harborai.simulator.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * A vendor that the simulator speaks for.
 */
enum SimulatedProvider {

	// The addresses are those of the vendors' documentation, as in the client's dialects.

	DEEPSEEK(Dialect.DEEPSEEK, "https://api.deepseek.com", "DEEPSEEK_API_KEY", null),

	DOUBAO(Dialect.DOUBAO, "https://ark.cn-beijing.volces.com/api/v3", "ARK_API_KEY", "control-plane-url"),

	WENXIN(Dialect.WENXIN, "https://qianfan.baidubce.com/v2", "QIANFAN_API_KEY", "iam-url"),

	OPENAI(Dialect.OPENAI, "https://api.openai.com/v1", "OPENAI_API_KEY", null);

	static final String KEY = "simulated-key";

	private final Dialect dialect;

	private final String url;

	private final String keyVariable;

	private final @Nullable String credentialsOption;

	SimulatedProvider(Dialect dialect, String url, String keyVariable, @Nullable String credentialsOption) {
		this.dialect = dialect;
		this.url = url;
		this.keyVariable = keyVariable;
		this.credentialsOption = credentialsOption;
	}

	/**
	 * Find a vendor.
	 * @param vendor its name
	 * @return the vendor, empty if the simulator doesn't speak for it
	 */
	static Optional<SimulatedProvider> find(String vendor) {
		return Arrays.stream(values()).filter((provider) -> provider.vendor().equals(vendor)).findFirst();
	}

	/**
	 * Get a vendor that was asked for by name.
	 * @param vendor its name
	 * @return the vendor
	 */
	static SimulatedProvider get(String vendor) {
		return find(vendor).orElseThrow(() -> new IllegalArgumentException("@HarborAiTest has no provider '" + vendor
				+ "'. The simulator speaks for "
				+ Arrays.stream(values()).map(SimulatedProvider::vendor).collect(Collectors.joining(", ")) + '.'));
	}

	String vendor() {
		return name().toLowerCase(Locale.ROOT);
	}

	Dialect dialect() {
		return this.dialect;
	}

	/**
	 * The base URL of the real vendor.
	 * @return the URL
	 */
	String url() {
		return this.url;
	}

	/**
	 * The environment variable that people keep the vendor's key in.
	 * @return its name
	 */
	String keyVariable() {
		return this.keyVariable;
	}

	/**
	 * The provider's option for the address where a pair of keys is exchanged.
	 * @return its name, null if the vendor has no such thing
	 */
	@Nullable String credentialsOption() {
		return this.credentialsOption;
	}

}
