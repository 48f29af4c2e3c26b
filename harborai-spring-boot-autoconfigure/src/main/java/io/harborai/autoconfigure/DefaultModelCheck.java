package io.harborai.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.harborai.HarborAiClient;
import io.harborai.error.HarborAiException;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderRegistry.Snapshot;
import io.harborai.routing.ModelRouter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Makes sure that the default model is a route or that some provider has it. Whether one
 * has may be known only to the model catalog; it is read, as the first call would do
 * later, while the application's other beans are made.
 */
final class DefaultModelCheck implements SmartInitializingSingleton {

	private final CompletableFuture<@Nullable ProviderHandle> owner;

	DefaultModelCheck(HarborAiClient client, @Nullable String model) {
		Snapshot snapshot = client.providers().snapshot();
		boolean known = model == null || model.isBlank() || snapshot.entries().isEmpty()
				|| client.routes().stream().anyMatch((route) -> route.name().equals(model))
				|| isConfigured(snapshot, model);
		this.owner = (model == null || known) ? CompletableFuture.completedFuture(null)
				: CompletableFuture.supplyAsync(() -> ModelRouter.providerOf(client.providers(), model));
	}

	private static boolean isConfigured(Snapshot snapshot, String model) {
		return snapshot.entries()
			.values()
			.stream()
			.anyMatch((entry) -> entry.enabled() && (model.startsWith(entry.handle().name() + "/") || entry.handle()
				.settings()
				.models()
				.stream()
				.anyMatch((known) -> model.equals(known.id()) || model.equals(known.alias()))));
	}

	@Override
	public void afterSingletonsInstantiated() {
		try {
			this.owner.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof HarborAiException unclaimed) {
				throw new InvalidPropertyException("harborai.default-model",
						"names neither a route nor a model of a configured provider",
						String.valueOf(unclaimed.getMessage()), unclaimed);
			}
			throw ex;
		}
	}

}
