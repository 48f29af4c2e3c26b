package io.harborai.provider;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.harborai.call.ChatHandler;
import io.harborai.model.ModelInfo;
import io.harborai.transport.Connections;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A vendor, ready to answer. Built on first use, closed when it is unloaded or the client
 * closes. Implementations are thread-safe and never block.
 */
public interface Provider extends AutoCloseable {

	/**
	 * The name under which it is configured.
	 * @return the name
	 */
	String name();

	/**
	 * The models that the vendor lists, asked of it now.
	 * @return the models, or one typed error; empty if the vendor has no list
	 */
	Mono<List<ModelInfo>> listModels();

	/**
	 * Answers calls whose {@linkplain io.harborai.call.ChatCall#target() target} is this
	 * provider.
	 * @return the handler, the same each time
	 */
	ChatHandler chat();

	/**
	 * Embeds.
	 * @return what does it, null if the vendor has no embeddings
	 */
	default @Nullable Embedder embeddings() {
		return null;
	}

	/**
	 * Go through what a call needs without making one, so that the first call finds it
	 * ready: classes, an encrypted connection. Asks for nothing that has to be paid. May
	 * wait, so it isn't to be subscribed to on a thread that mustn't.
	 * @return completes when it is done; a vendor that can't be reached isn't an error
	 */
	default Mono<Void> rehearse() {
		return Mono.empty();
	}

	/**
	 * How many calls it works on.
	 * @return the number
	 */
	int inFlight();

	/**
	 * How its latest attempt ended.
	 * @return the outcome, null if there was none yet or it isn't known
	 */
	default @Nullable LastOutcome lastOutcome() {
		return null;
	}

	/**
	 * The names of the keys that were good when one was last chosen.
	 * @return the names, empty if none was chosen yet
	 */
	default List<String> keyNames() {
		return List.of();
	}

	/**
	 * The keys that rest, as the vendor has refused or limited them.
	 * @return why, by the key's name, with the model after a slash if it rests for this
	 * one only
	 */
	default Map<String, String> restingKeys() {
		return Map.of();
	}

	/**
	 * Let the keys that rest be used again.
	 */
	default void wakeKeys() {
	}

	/**
	 * Its pooled connections.
	 * @return the connections as they are now, null if it doesn't tell
	 */
	default @Nullable Connections connections() {
		return null;
	}

	/**
	 * Take no new calls, let the running ones end for a while, end the rest with a typed
	 * error, and let everything go. May be called again while it waits; the shortest
	 * grace counts.
	 * @param grace how long the running ones may take
	 * @return completes when nothing is left
	 */
	Mono<Void> close(Duration grace);

	/**
	 * End at once: running calls end with a typed error.
	 */
	@Override
	default void close() {
		close(Duration.ZERO).subscribe();
	}

}
