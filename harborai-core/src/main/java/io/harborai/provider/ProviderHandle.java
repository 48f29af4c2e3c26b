package io.harborai.provider;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.EmbeddingCall;
import io.harborai.call.EmbeddingHandler;
import io.harborai.call.Target;
import io.harborai.call.Ticker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.embedding.EmbeddingResponse;
import io.harborai.error.ErrorDetails;
import io.harborai.error.ShuttingDownException;
import io.harborai.resilience.ProviderResilience;
import io.harborai.transport.Connections;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The lazy life of one provider: built by its first use, exactly once however many arrive
 * together; unloaded on request or after an idle time, and built again by the next use.
 * Thread-safe; a use of a built provider takes no lock.
 */
public final class ProviderHandle {

	// Calls that have picked a provider but not yet started on it still find it open
	// after it was unloaded.
	private static final Duration LINGER = Duration.ofSeconds(1);

	private static final Duration UNLOAD_GRACE = Duration.ofMinutes(15);

	private final ProviderSettings settings;

	private final ProviderFactory factory;

	private final ProviderContext context;

	private final AtomicReference<@Nullable Slot> slot = new AtomicReference<>();

	// Unloaded, but still working on calls: the end must not forget them.
	private final Set<Provider> leaving = ConcurrentHashMap.newKeySet();

	private final Object composing = new Object();

	private volatile @Nullable Guarded guarded;

	private volatile @Nullable EmbeddingHandler embeddings;

	private volatile long lastUsedNanos;

	private volatile int builds;

	ProviderHandle(ProviderSettings settings, ProviderFactory factory, ProviderContext context) {
		this.settings = settings;
		this.factory = factory;
		this.context = context;
	}

	/**
	 * The provider's name.
	 * @return the name
	 */
	public String name() {
		return this.settings.name();
	}

	/**
	 * The provider's settings.
	 * @return the settings, merged with all defaults
	 */
	public ProviderSettings settings() {
		return this.settings;
	}

	/**
	 * How often it has been built.
	 * @return the number, 0 before its first use
	 */
	public int builds() {
		return this.builds;
	}

	/**
	 * How many calls it works on.
	 * @return the number
	 */
	public int inFlight() {
		Provider provider = built();
		return (provider != null) ? provider.inFlight() : 0;
	}

	/**
	 * Its pooled connections.
	 * @return the connections as they are now, null if it isn't built or doesn't tell
	 */
	public @Nullable Connections connections() {
		Provider provider = built();
		return (provider != null) ? provider.connections() : null;
	}

	/**
	 * How its latest attempt ended.
	 * @return the outcome, null if it made none since it was built
	 */
	public @Nullable LastOutcome lastOutcome() {
		Provider provider = built();
		return (provider != null) ? provider.lastOutcome() : null;
	}

	/**
	 * The names of its keys: those in use, or in its settings as long as none is.
	 * @return the names
	 */
	public List<String> keyNames() {
		Provider provider = built();
		List<String> used = (provider != null) ? provider.keyNames() : List.of();
		return used.isEmpty() ? this.settings.apiKeys().stream().map(ApiKey::name).toList() : used;
	}

	/**
	 * The keys that rest, as the vendor has refused or limited them.
	 * @return why, by the key's name, with the model after a slash if it rests for this
	 * one only; empty if the provider isn't built
	 */
	public Map<String, String> restingKeys() {
		Provider provider = built();
		return (provider != null) ? provider.restingKeys() : Map.of();
	}

	/**
	 * The provider if it is built.
	 * @return the provider, null if a use would have to build it
	 */
	public @Nullable Provider built() {
		return (this.slot.get() instanceof Ready ready) ? ready.provider() : null;
	}

	/**
	 * Use the provider if it is built: takes no lock and makes nothing.
	 * @return the provider, null if {@link #use()} would have to build it
	 */
	public @Nullable Provider touch() {
		this.lastUsedNanos = this.context.ticker().nanoTime();
		return built();
	}

	/**
	 * Answers calls on their way to this provider by one or more attempts, building the
	 * provider first if need be.
	 * @return the provider's attempt chain, composed once
	 */
	public ChatHandler chat() {
		return guarded().chain();
	}

	/**
	 * Answers calls for embeddings on their way to this provider by one or more requests,
	 * building the provider first if need be.
	 * @return the provider's attempt chain for embeddings, composed once
	 */
	public EmbeddingHandler embeddings() {
		EmbeddingHandler current = this.embeddings;
		if (current == null) {
			ProviderResilience resilience = guarded().resilience();
			synchronized (this.composing) {
				current = this.embeddings;
				if (current == null) {
					current = new BatchedEmbeddings(this,
							resilience.around(this::embed, this.context.instrumentation()));
					this.embeddings = current;
				}
			}
		}
		return current;
	}

	private Mono<EmbeddingResponse> embed(EmbeddingCall call) {
		Target target = Objects.requireNonNull(call.way(), "routing has not set the call's way").target();
		Provider built = touch();
		return (built != null) ? BatchedEmbeddings.embedder(built, target).embed(call)
				: use().flatMap((provider) -> BatchedEmbeddings.embedder(provider, target).embed(call));
	}

	/**
	 * What keeps its calls up.
	 * @return the state, null before its first call
	 */
	public @Nullable ProviderResilience resilience() {
		Guarded current = this.guarded;
		return (current != null) ? current.resilience() : null;
	}

	private Guarded guarded() {
		Guarded current = this.guarded;
		if (current != null) {
			return current;
		}
		synchronized (this.composing) {
			current = this.guarded;
			if (current == null) {
				ProviderResilience resilience = new ProviderResilience(name(), this.settings.resilience(),
						this.context.registries().get(), this.context.ticker(), this.context.sharedRates());
				current = new Guarded(resilience,
						resilience.around(new LazyChat(), this.context.guard(), this.context.instrumentation()));
				this.guarded = current;
				if (this.slot.get() == Ended.ENDED) {
					resilience.close(this::ended);
				}
			}
			return current;
		}
	}

	private ShuttingDownException ended() {
		return new ShuttingDownException(ErrorDetails.problem("the provider is closed")
			.target(name(), null)
			.remedy("Don't use a provider after it was unregistered or its client closed.")
			.build(), null);
	}

	ProviderState state() {
		Slot current = this.slot.get();
		return (current instanceof Ready) ? ProviderState.READY
				: (current instanceof Starting) ? ProviderState.STARTING : ProviderState.CONFIGURED;
	}

	/**
	 * Use the provider, building it first if need be. A build that fails is reported to
	 * all who wait for it, and tried again by the next use.
	 * @return the provider, or {@link ShuttingDownException} after the end
	 */
	public Mono<Provider> use() {
		this.lastUsedNanos = this.context.ticker().nanoTime();
		Slot current = this.slot.get();
		if (current == null) {
			Starting mine = new Starting(Sinks.one());
			current = this.slot.compareAndExchange(null, mine);
			if (current == null) {
				start(mine);
				return mine.result().asMono();
			}
		}
		return provider(current);
	}

	private Mono<Provider> provider(Slot slot) {
		if (slot instanceof Ready ready) {
			return ready.mono();
		}
		return (slot instanceof Starting starting) ? starting.result().asMono() : Mono.error(this::ended);
	}

	private void start(Starting starting) {
		if (Schedulers.isInNonBlockingThread()) {
			// Building reads trust stores and loads classes, which may block.
			Schedulers.boundedElastic().schedule(() -> build(starting));
		}
		else {
			build(starting);
		}
	}

	private void build(Starting starting) {
		long started = System.nanoTime();
		Provider provider;
		try {
			provider = this.factory.create(this.settings, this.context);
		}
		catch (RuntimeException | LinkageError ex) {
			this.slot.compareAndSet(starting, null);
			starting.result().tryEmitError(ex);
			return;
		}
		this.builds++;
		this.slot.compareAndSet(starting, new Ready(provider, Mono.just(provider)));
		starting.result().tryEmitValue(provider);
		logger().debug("Provider {} built in {} ms", name(), (System.nanoTime() - started) / 1_000_000);
		watchIdle(provider, this.settings.unloadAfterIdle());
	}

	// Looked up when there is something to say: making a client starts no logging system.
	private static Logger logger() {
		return LoggerFactory.getLogger(ProviderHandle.class);
	}

	private void watchIdle(Provider provider, @Nullable Duration idle) {
		if (idle != null) {
			this.context.ticker().schedule(() -> unloadIfIdle(provider, idle), idle);
		}
	}

	private void unloadIfIdle(Provider provider, Duration idle) {
		// One that was built since has a watch of its own.
		if (built() != provider) {
			return;
		}
		long left = idle.toNanos() - (this.context.ticker().nanoTime() - this.lastUsedNanos);
		if (provider.inFlight() == 0 && left <= 0) {
			logger().debug("Provider {} unloaded after {} without a call", name(), idle);
			unload();
		}
		else {
			this.context.ticker().schedule(() -> unloadIfIdle(provider, idle), Math.max(left, idle.toNanos() / 10));
		}
	}

	/**
	 * Close the circuit breakers, let all keys be used again, and forget what was learned
	 * of the vendor's limits. Calls in flight go on.
	 */
	void reset() {
		Provider provider = built();
		if (provider != null) {
			provider.wakeKeys();
		}
		// The keys first: who waits may be let in by the rest.
		ProviderResilience resilience = resilience();
		if (resilience != null) {
			resilience.reset();
		}
	}

	/**
	 * Let everything that was built go. Calls in flight end in peace; the next call
	 * builds again.
	 * @return whether there was anything to let go
	 */
	public boolean unload() {
		Slot current = this.slot.get();
		if (current instanceof Ready ready) {
			this.leaving.add(ready.provider());
			if (this.slot.compareAndSet(current, null)) {
				letGo(ready.provider()).subscribe();
				return true;
			}
		}
		return false;
	}

	/**
	 * Take no new calls, ever, and let those in flight end in peace.
	 * @return completes when nothing is left
	 */
	Mono<Void> retire() {
		return endOfUse().thenMany(Flux.defer(() -> Flux.fromIterable(this.leaving))).flatMap(this::letGo).then();
	}

	private Mono<Void> letGo(Provider provider) {
		Ticker ticker = this.context.ticker();
		return Mono.<Void>create((sink) -> sink.onDispose(ticker.schedule(sink::success, LINGER)::cancel))
			.then(closed(provider, UNLOAD_GRACE));
	}

	private Mono<Void> closed(Provider provider, Duration grace) {
		return Mono.defer(() -> provider.close(grace)).onErrorResume((ex) -> {
			logger().warn("Provider {} didn't close cleanly: {}", name(), ex.toString());
			return Mono.empty();
		}).doOnTerminate(() -> this.leaving.remove(provider));
	}

	/**
	 * End for good.
	 * @param grace how long calls in flight may take
	 * @return completes when nothing is left
	 */
	Mono<Void> close(Duration grace) {
		return endOfUse().thenMany(Flux.defer(() -> Flux.fromIterable(this.leaving)))
			.flatMap((provider) -> closed(provider, grace))
			.then();
	}

	/**
	 * Build no more. What is being built right now is waited for: those who asked for it
	 * get it, and it has to be closed.
	 */
	private Mono<Void> endOfUse() {
		return Mono.defer(() -> {
			Slot last = this.slot.getAndSet(Ended.ENDED);
			Guarded guarded = this.guarded;
			if (guarded != null) {
				guarded.resilience().close(this::ended);
			}
			if (last instanceof Ready ready) {
				this.leaving.add(ready.provider());
			}
			return (last instanceof Starting starting)
					? starting.result().asMono().doOnNext(this.leaving::add).onErrorComplete().then() : Mono.empty();
		});
	}

	private sealed interface Slot {

	}

	private enum Ended implements Slot {

		ENDED

	}

	private record Starting(Sinks.One<Provider> result) implements Slot {
	}

	private record Ready(Provider provider, Mono<Provider> mono) implements Slot {
	}

	private record Guarded(ProviderResilience resilience, ChatHandler chain) {
	}

	/**
	 * The end of the attempt chain: the provider itself, built by its first use.
	 */
	private final class LazyChat implements ChatHandler {

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			Provider built = touch();
			return (built != null) ? built.chat().complete(call)
					: use().flatMap((provider) -> provider.chat().complete(call));
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			Provider built = touch();
			return (built != null) ? built.chat().stream(call)
					: use().flatMapMany((provider) -> provider.chat().stream(call));
		}

	}

}
