package io.harborai.call;

import io.harborai.model.ModelInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where a call goes: a provider, and the model to ask there.
 *
 * @param provider the provider's name
 * @param model the model's id as it is sent
 * @param requestedModel the name that the caller used
 * @param info what is known about the model, null if nothing is
 */
public record Target(String provider, String model, String requestedModel, @Nullable ModelInfo info) {
}
