package io.harborai.provider;

import java.util.Locale;
import java.util.Set;

import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ContentPart;
import io.harborai.chat.Message;
import io.harborai.chat.UserMessage;
import io.harborai.model.Capability;
import io.harborai.model.ModelInfo;
import org.jspecify.annotations.Nullable;

/**
 * Images, audio and video that a model is known not to read: refused here, before they
 * are sent and paid for. A model of which little is known may be asked everything: the
 * catalog is advice, and a row without a context window tells no abilities either.
 */
final class MediaInput {

	private MediaInput() {
	}

	/**
	 * What is wrong with the input.
	 * @param request the request
	 * @param model what is known about the model, null if nothing is
	 * @return the problem and its remedy, null if there is none
	 */
	static @Nullable String problem(ChatCompletionRequest request, @Nullable ModelInfo model) {
		if (model == null || model.contextWindow() == null || model.capabilities().isEmpty()) {
			return null;
		}
		Set<Capability> known = model.capabilities();
		for (Message message : request.messages()) {
			if (message instanceof UserMessage user && !user.textOnly()) {
				for (ContentPart part : user.parts()) {
					Capability needed = needed(part);
					if (needed != null && !known.contains(needed)) {
						return "as far as is known, '" + model.id() + "' reads no " + plural(needed)
								+ ": ask a model that does, or list '" + needed.name().toLowerCase(Locale.ROOT)
								+ "' among its capabilities";
					}
				}
			}
		}
		return null;
	}

	private static @Nullable Capability needed(ContentPart part) {
		if (part instanceof ContentPart.Image) {
			return Capability.VISION;
		}
		if (part instanceof ContentPart.Video) {
			return Capability.VIDEO;
		}
		return (part instanceof ContentPart.Audio) ? Capability.AUDIO : null;
	}

	private static String plural(Capability needed) {
		return (needed == Capability.VISION) ? "images" : (needed == Capability.VIDEO) ? "videos" : "audio";
	}

}
