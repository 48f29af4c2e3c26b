package io.harborai.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.model.ModelInfo;
import io.harborai.provider.Provider;
import io.harborai.provider.ProviderConfigurationException;
import io.harborai.provider.ProviderContext;
import io.harborai.provider.ProviderFactory;
import io.harborai.provider.ProviderSettings;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A vendor on the SPI that needs no network, to look at what the auto-configuration hands
 * to core.
 */
public final class EchoVendor implements ProviderFactory {

	public final AtomicInteger built = new AtomicInteger();

	public final AtomicInteger closed = new AtomicInteger();

	/** What the client gave when a provider was last checked or built. */
	public volatile ProviderContext context;

	private final String vendor;

	public EchoVendor() {
		this("echo");
	}

	public EchoVendor(String vendor) {
		this.vendor = vendor;
	}

	@Override
	public String vendor() {
		return this.vendor;
	}

	@Override
	public void validate(ProviderSettings settings, ProviderContext context) {
		this.context = context;
		if (settings.options().containsKey("refuse")) {
			throw new ProviderConfigurationException(settings.name(), "options.refuse", "is set", "Remove it.");
		}
	}

	@Override
	public Provider create(ProviderSettings settings, ProviderContext context) {
		this.context = context;
		this.built.incrementAndGet();
		return new Echo(settings.name());
	}

	private final class Echo implements Provider, ChatHandler {

		private final String name;

		Echo(String name) {
			this.name = name;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public Mono<List<ModelInfo>> listModels() {
			return Mono.just(List.of());
		}

		@Override
		public ChatHandler chat() {
			return this;
		}

		@Override
		public int inFlight() {
			return 0;
		}

		@Override
		public Mono<Void> close(Duration grace) {
			return Mono.fromRunnable(EchoVendor.this.closed::incrementAndGet);
		}

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return Mono.empty();
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			return Flux.empty();
		}

	}

}
