package io.harborai.samples.quickstart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.model.Capability;
import io.harborai.model.ModelInfo;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The models that can chat, by provider, and the one to begin with.
 */
@Component
final class Models {

	private final HarborAiClient client;

	private final String preferred;

	Models(HarborAiClient client, @Value("${harborai.default-model}") String preferred) {
		this.client = client;
		this.preferred = preferred;
	}

	/**
	 * The models that can chat.
	 * @return from the provider's name to its models
	 */
	Map<String, List<ModelInfo>> byProvider() {
		Map<String, List<ModelInfo>> models = new LinkedHashMap<>();
		for (ModelInfo model : this.client.availableModels()) {
			if (model.capabilities().isEmpty() || model.supports(Capability.CHAT)) {
				models.computeIfAbsent(model.provider(), (provider) -> new ArrayList<>()).add(model);
			}
		}
		return models;
	}

	/**
	 * The model that is asked when none is named.
	 * @return its name, null if no provider lists it
	 */
	@Nullable String preferred() {
		return byProvider().values()
			.stream()
			.flatMap(List::stream)
			.filter((model) -> model.id().equals(this.preferred) || model.name().equals(this.preferred))
			.findFirst()
			.map(Models::address)
			.orElse(null);
	}

	/**
	 * The name by which a model is asked for, whatever other providers offer.
	 * @param model the model
	 * @return the name
	 */
	static String address(ModelInfo model) {
		return model.provider() + "/" + model.id();
	}

}
