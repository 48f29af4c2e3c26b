package io.harborai.autoconfigure.monitor;

import org.springframework.context.ApplicationEvent;

/**
 * An alert was raised or cleared: each is told once. Published on the monitor's thread,
 * which waits for its listeners.
 */
public final class HarborAiAlertEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final transient Alert alert;

	private final boolean raised;

	/**
	 * Create the event.
	 * @param monitor who publishes it
	 * @param alert the alert
	 * @param raised whether it was raised; if not, it was cleared
	 */
	public HarborAiAlertEvent(Object monitor, Alert alert, boolean raised) {
		super(monitor);
		this.alert = alert;
		this.raised = raised;
	}

	/**
	 * The alert.
	 * @return the alert, with what was seen last
	 */
	public Alert alert() {
		return this.alert;
	}

	/**
	 * Whether the alert was raised; if not, it was cleared.
	 * @return whether it is up
	 */
	public boolean isRaised() {
		return this.raised;
	}

	@Override
	public String toString() {
		return "HarborAiAlertEvent[" + (this.raised ? "raised " : "cleared ") + this.alert.id() + "]";
	}

}
