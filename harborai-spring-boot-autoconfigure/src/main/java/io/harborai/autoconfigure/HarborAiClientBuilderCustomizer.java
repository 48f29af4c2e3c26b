package io.harborai.autoconfigure;

import io.harborai.HarborAiClient;

/**
 * Changes the client that is auto-configured before it is built. Beans of this type are
 * called in their order, after the properties and all other beans were applied.
 */
@FunctionalInterface
public interface HarborAiClientBuilderCustomizer {

	/**
	 * Change the client.
	 * @param builder the client's builder
	 */
	void customize(HarborAiClient.Builder builder);

}
