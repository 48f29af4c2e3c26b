package io.harborai.routing;

import java.util.Map;

import io.harborai.call.ChatCall;
import io.harborai.call.EmbeddingCall;
import io.harborai.call.Target;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Reasoning;
import io.harborai.embedding.EmbeddingRequest;
import io.harborai.model.Lifecycle.ReasoningDefault;
import io.harborai.model.ModelInfo;
import io.harborai.provider.ProviderHandle;
import org.jspecify.annotations.Nullable;

/**
 * A model of a provider that may answer a call.
 *
 * @param handle the provider that serves it
 * @param target the provider and model
 * @param reasoning what the name implies about reasoning where the request doesn't say;
 * null for nothing
 * @param notice what the user should know about the name, logged once; null for nothing
 * @param hedged whether a second attempt is made beside one that is late
 * @param state what is known of the target from earlier calls; null if nobody wants to
 * know
 * @param place its place in its route; null if it isn't part of one
 */
record Candidate(ProviderHandle handle, Target target, @Nullable ReasoningDefault reasoning, @Nullable String notice,
		boolean hedged, @Nullable TargetState state, @Nullable Place place) implements Destination {

	/**
	 * The same as part of a route.
	 * @param route the name that the caller uses
	 * @param place its place in the route
	 * @param state what is known of the target
	 * @param hedged whether a second attempt is made beside one that is late
	 * @return a new candidate
	 */
	Candidate in(String route, Place place, TargetState state, boolean hedged) {
		Target named = new Target(this.target.provider(), this.target.model(), route, this.target.info());
		return new Candidate(this.handle, named, this.reasoning, this.notice, hedged, state, place);
	}

	boolean isHealthy() {
		return this.place == null || !this.place.ejection().isEjected();
	}

	/**
	 * How many tokens it takes at the most.
	 * @return the tokens, null if unknown
	 */
	@Nullable Integer window() {
		ModelInfo info = this.target.info();
		return (info == null) ? null : (info.maxInput() != null) ? info.maxInput() : info.contextWindow();
	}

	/**
	 * Whether asking it is the same as asking another one.
	 * @param other the other one
	 * @return whether nothing differs but their names
	 */
	boolean asksTheSameAs(Candidate other) {
		return this.target.provider().equals(other.target.provider())
				&& this.target.model().equals(other.target.model()) && this.reasoning == other.reasoning
				&& extraBody().equals(other.extraBody());
	}

	private Map<String, Object> extraBody() {
		return (this.place != null) ? this.place.extraBody() : Map.of();
	}

	/**
	 * The call as this candidate gets it.
	 * @param call the call
	 * @return the same with what the candidate's name and its route add
	 */
	ChatCall called(ChatCall call) {
		return adds(call.request()) ? call.withRequest(request(call.request())) : call;
	}

	/**
	 * The call as this candidate gets it.
	 * @param call the call
	 * @return the same with what the candidate's route adds
	 */
	EmbeddingCall called(EmbeddingCall call) {
		if (extraBody().isEmpty()) {
			return call;
		}
		EmbeddingRequest.Builder builder = call.request().toBuilder();
		extraBody().forEach((name, value) -> {
			if (!call.request().extraBody().containsKey(name)) {
				builder.extraBody(name, value);
			}
		});
		return call.withRequest(builder.build());
	}

	private boolean adds(ChatCompletionRequest request) {
		return impliesReasoning(request) || (this.place != null && !this.place.extraBody().isEmpty());
	}

	private boolean impliesReasoning(ChatCompletionRequest request) {
		return this.reasoning != null && request.reasoning() == null;
	}

	private ChatCompletionRequest request(ChatCompletionRequest request) {
		ChatCompletionRequest.Builder builder = request.toBuilder();
		if (impliesReasoning(request)) {
			builder.reasoning((this.reasoning == ReasoningDefault.ON) ? Reasoning.on() : Reasoning.off());
		}
		extraBody().forEach((name, value) -> {
			if (!request.extraBody().containsKey(name)) {
				builder.extraBody(name, value);
			}
		});
		return builder.build();
	}

	/**
	 * A place in a route.
	 *
	 * @param weight how likely it is asked first
	 * @param extraBody further fields of the JSON body
	 * @param ejection whether it is asked last for a while
	 */
	record Place(double weight, Map<String, Object> extraBody, Ejection ejection) {
	}

}
