package io.harborai.routing;

import io.harborai.call.Target;
import io.harborai.model.Lifecycle.ReasoningDefault;
import io.harborai.provider.ProviderHandle;
import org.jspecify.annotations.Nullable;

/**
 * What a model's name stands for.
 *
 * @param handle the provider that serves it
 * @param target the provider and model
 * @param reasoning what the name implies about reasoning where the request doesn't say;
 * null for nothing
 * @param notice what the user should know about the name, logged once; null for nothing
 */
record Route(ProviderHandle handle, Target target, @Nullable ReasoningDefault reasoning, @Nullable String notice) {
}
