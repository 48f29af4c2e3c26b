package io.harborai.samples.quickstart;

import java.util.List;

import io.harborai.model.Capability;
import io.harborai.model.ModelInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the page needs to know before the first question.
 *
 * @param simulated whether the vendors are simulated
 * @param defaultModel the model to begin with, null if it isn't listed
 * @param vendors the vendors, those that lack a key included
 */
record Setup(boolean simulated, @Nullable String defaultModel, List<VendorEntry> vendors) {

	/**
	 * A vendor.
	 *
	 * @param name the provider's name
	 * @param state real, simulated or off
	 * @param key the environment variable for its key, null if it needs none of those
	 * known here
	 * @param models its models, none if it is off
	 */
	record VendorEntry(String name, String state, @Nullable String key, List<ModelEntry> models) {
	}

	/**
	 * A model.
	 *
	 * @param id the name to ask for it by
	 * @param label a name for people
	 * @param provider the provider's name
	 * @param reasoning none, optional or always
	 * @param contextWindow the tokens that question and answer may have, null if unknown
	 */
	record ModelEntry(String id, String label, String provider, String reasoning, @Nullable Integer contextWindow) {

		static ModelEntry of(ModelInfo model) {
			String label = (model.displayName() != null) ? model.displayName() : model.name();
			String reasoning = model.supports(Capability.REASONING_ALWAYS) ? "always"
					: model.supports(Capability.REASONING) ? "optional" : "none";
			return new ModelEntry(Models.address(model), label, model.provider(), reasoning, model.contextWindow());
		}

	}

}
