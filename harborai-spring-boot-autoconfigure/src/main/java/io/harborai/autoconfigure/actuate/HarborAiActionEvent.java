package io.harborai.autoconfigure.actuate;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;

/**
 * Somebody did something to a provider by the endpoint {@code harborai}, or tried to.
 * Published once for each.
 */
public final class HarborAiActionEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final String provider;

	private final String action;

	private final String outcome;

	private final @Nullable String principal;

	/**
	 * Create the event.
	 * @param source who publishes it
	 * @param provider the provider's name
	 * @param action what was to be done, such as {@code disable}
	 * @param outcome {@code done}, {@code unchanged} or {@code failed}
	 * @param principal who asked for it, null if nobody knows
	 */
	public HarborAiActionEvent(Object source, String provider, String action, String outcome,
			@Nullable Principal principal) {
		super(source);
		this.provider = provider;
		this.action = action;
		this.outcome = outcome;
		this.principal = (principal != null) ? principal.getName() : null;
	}

	/**
	 * The provider.
	 * @return its name
	 */
	public String provider() {
		return this.provider;
	}

	/**
	 * What was to be done.
	 * @return {@code warm-up}, {@code unload}, {@code enable}, {@code disable} or
	 * {@code reset}
	 */
	public String action() {
		return this.action;
	}

	/**
	 * What became of it.
	 * @return {@code done}, {@code unchanged} or {@code failed}
	 */
	public String outcome() {
		return this.outcome;
	}

	/**
	 * Who asked for it.
	 * @return the name, null if nobody knows
	 */
	public @Nullable String principal() {
		return this.principal;
	}

	@Override
	public String toString() {
		return "HarborAiActionEvent[" + this.action + " " + this.provider + ": " + this.outcome + "]";
	}

}
