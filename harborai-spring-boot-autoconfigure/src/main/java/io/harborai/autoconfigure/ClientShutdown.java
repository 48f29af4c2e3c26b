package io.harborai.autoconfigure;

import io.harborai.HarborAiClient;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Ends the client with the application: after the web server has let its requests end, so
 * that they still get their answers, and before any other bean is destroyed. A context
 * that is merely stopped, and may start again, only lets the providers' connections go.
 */
final class ClientShutdown implements SmartLifecycle, ApplicationContextAware, ApplicationListener<ContextClosedEvent> {

	// The web server's graceful shutdown is 1024 below the highest phase, its end 2048.
	static final int PHASE = DEFAULT_PHASE - 4096;

	private final HarborAiClient client;

	private volatile @Nullable ApplicationContext context;

	private volatile boolean running;

	private volatile boolean closing;

	ClientShutdown(HarborAiClient client) {
		this.client = client;
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.closing = true;
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop(Runnable callback) {
		// Spring waits for the callback no longer than a phase may take.
		new Thread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}, "harborai-shutdown").start();
	}

	@Override
	public void stop() {
		this.running = false;
		if (this.closing) {
			this.client.close();
		}
		else {
			this.client.providers().snapshot().entries().keySet().forEach(this.client.providers()::unload);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
