package io.harborai.autoconfigure.actuate;

import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import io.harborai.HarborAiClient;
import io.harborai.error.HarborAiException;
import io.harborai.error.InvalidSettingException;
import io.harborai.provider.Provider;
import io.harborai.provider.ProviderConfigurationException;
import io.harborai.provider.ProviderRegistry;
import io.harborai.provider.ProviderRegistry.Entry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Does to providers what an operator asks for, and tells of it: each time by a
 * {@link HarborAiActionEvent} and, for Boot's audit, an {@link AuditApplicationEvent}.
 */
class ProviderActions {

	static final String AUDIT_TYPE = "HARBORAI_ACTION";

	private static final Logger logger = LoggerFactory.getLogger(ProviderActions.class);

	// Who asked has gone by then.
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final HarborAiClient client;

	private final ApplicationEventPublisher events;

	ProviderActions(HarborAiClient client, ApplicationEventPublisher events) {
		this.client = client;
		this.events = events;
	}

	/**
	 * Do it.
	 * @param provider the name of a provider that exists
	 * @param action what to do
	 * @param principal who asks for it, null if nobody knows
	 * @return what was done, never an error
	 */
	Mono<Done> perform(String provider, ProviderAction action, @Nullable Principal principal) {
		return Mono.defer(() -> act(provider, action))
			.onErrorResume((ex) -> Mono.just(new Done(ActionResult.FAILED, reason(ex))))
			.doOnNext((done) -> tell(provider, action, done, principal));
	}

	private Mono<Done> act(String provider, ProviderAction action) {
		ProviderRegistry registry = this.client.providers();
		return switch (action) {
			case WARM_UP -> warmUp(registry, provider);
			case UNLOAD -> now(registry.unload(provider), "Unloaded. The next call builds it again.",
					"It isn't built, so there is nothing to unload.");
			case ENABLE -> {
				boolean change = !isEnabled(registry, provider);
				registry.enable(provider);
				yield now(change, "Enabled.", "It was enabled already.");
			}
			case DISABLE -> {
				boolean change = isEnabled(registry, provider);
				registry.disable(provider);
				yield now(change, "Disabled. Its calls in flight end in peace.", "It was disabled already.");
			}
			case RESET -> now(registry.reset(provider),
					"Circuit breakers are closed, all keys may be used, and the vendor's limits are forgotten.",
					"There is no such provider any more.");
		};
	}

	private static Mono<Done> now(boolean change, String done, String unchanged) {
		return Mono.just(change ? new Done(ActionResult.DONE, done) : new Done(ActionResult.UNCHANGED, unchanged));
	}

	private static boolean isEnabled(ProviderRegistry registry, String provider) {
		Entry entry = registry.snapshot().entries().get(provider);
		return entry != null && entry.enabled();
	}

	/**
	 * The list of models shows whether the key works, and costs nothing.
	 */
	private static Mono<Done> warmUp(ProviderRegistry registry, String provider) {
		Entry entry = registry.snapshot().entries().get(provider);
		if (entry == null || !entry.enabled()) {
			return Mono.just(new Done(ActionResult.FAILED, "It is disabled. Enable it first."));
		}
		return registry.rehearse(provider)
			.then(Mono.defer(() -> entry.handle().use()).flatMap(Provider::listModels))
			.map((models) -> new Done(ActionResult.DONE,
					models.isEmpty() ? "Built. Its vendor has no list of models to ask for."
							: "Built and connected. Its vendor lists " + models.size() + " models."))
			.timeout(PATIENCE);
	}

	/**
	 * What failed tells what to do; anything else might tell too much.
	 */
	private static String reason(Throwable failure) {
		if (failure instanceof HarborAiException || failure instanceof ProviderConfigurationException
				|| failure instanceof InvalidSettingException) {
			return String.valueOf(failure.getMessage());
		}
		return (failure instanceof TimeoutException) ? "It isn't done after " + PATIENCE.toSeconds() + " s."
				: "It failed with " + failure.getClass().getName() + ".";
	}

	private void tell(String provider, ProviderAction action, Done done, @Nullable Principal principal) {
		logger.info("Action {} at provider {}: {}", action.word(), provider, done.outcome());
		publish(new AuditApplicationEvent((principal != null) ? principal.getName() : "", AUDIT_TYPE,
				Map.of("provider", provider, "action", action.word(), "outcome", done.outcome())));
		publish(new HarborAiActionEvent(this, provider, action.word(), done.outcome(), principal));
	}

	/**
	 * What was done is done, whatever its listeners do.
	 */
	private void publish(ApplicationEvent event) {
		try {
			this.events.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of actions failed", ex);
		}
	}

	/**
	 * What was done.
	 *
	 * @param outcome {@code done}, {@code unchanged} or {@code failed}
	 * @param message what was done, or why not
	 */
	record Done(String outcome, String message) {
	}

}
