package io.harborai.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.harborai.provider.WarmUp;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * What a provider may take over from {@code harborai.defaults}.
 */
public class InheritableProperties {

	/**
	 * Further headers of every request.
	 */
	private Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * How connections are made and kept.
	 */
	@NestedConfigurationProperty
	private final HttpProperties http = new HttpProperties();

	/**
	 * How long the clocks of a call run.
	 */
	@NestedConfigurationProperty
	private final TimeoutProperties timeouts = new TimeoutProperties();

	/**
	 * How calls are kept up.
	 */
	@NestedConfigurationProperty
	private final ResilienceProperties resilience = new ResilienceProperties();

	/**
	 * Whether model names that the vendor has retired are sent as their successors'.
	 */
	private @Nullable Boolean legacyAliases;

	/**
	 * When the provider is built; in the background it also connects, by asking for the
	 * list of models.
	 */
	private @Nullable WarmUp warmUp;

	/**
	 * Time without a call after which the provider's connections and objects are let go.
	 * The next call builds them again.
	 */
	private @Nullable Duration unloadAfterIdle;

	public Map<String, String> getHeaders() {
		return this.headers;
	}

	public void setHeaders(Map<String, String> headers) {
		this.headers = headers;
	}

	public HttpProperties getHttp() {
		return this.http;
	}

	public TimeoutProperties getTimeouts() {
		return this.timeouts;
	}

	public ResilienceProperties getResilience() {
		return this.resilience;
	}

	public @Nullable Boolean getLegacyAliases() {
		return this.legacyAliases;
	}

	public void setLegacyAliases(@Nullable Boolean legacyAliases) {
		this.legacyAliases = legacyAliases;
	}

	public @Nullable WarmUp getWarmUp() {
		return this.warmUp;
	}

	public void setWarmUp(@Nullable WarmUp warmUp) {
		this.warmUp = warmUp;
	}

	public @Nullable Duration getUnloadAfterIdle() {
		return this.unloadAfterIdle;
	}

	public void setUnloadAfterIdle(@Nullable Duration unloadAfterIdle) {
		this.unloadAfterIdle = unloadAfterIdle;
	}

}
