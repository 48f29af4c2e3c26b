package io.harborai.autoconfigure.actuate;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What an operator may see of the client.
 *
 * @param defaultModel the model of requests that name none, null for none
 * @param registryVersion how often the set of providers has changed
 * @param providers the providers by name, in the order of the configuration
 */
public record HarborAiDescription(@Nullable String defaultModel, long registryVersion,
		Map<String, ProviderDescription> providers) {
}
