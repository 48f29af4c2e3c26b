package io.harborai.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One provider: a vendor, how to reach it and with which key.
 */
public class ProviderProperties extends InheritableProperties {

	/**
	 * Whether the provider may be used.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Vendor whose dialect the provider speaks. The provider's own name by default.
	 */
	private @Nullable String vendor;

	/**
	 * Root of the API, version included, such as "http://localhost:8000/v1". The vendor's
	 * own by default.
	 */
	private @Nullable String baseUrl;

	/**
	 * API key.
	 */
	private @Nullable String apiKey;

	/**
	 * API keys by name, used in turn: the key itself, or its value and a weight from 1 to
	 * 100. Names are shown, keys are not.
	 */
	private Map<String, Object> apiKeys = new LinkedHashMap<>();

	/**
	 * Access key of a pair that is exchanged for temporary API keys.
	 */
	private @Nullable String accessKey;

	/**
	 * Secret key of a pair that is exchanged for temporary API keys.
	 */
	private @Nullable String secretKey;

	/**
	 * Settings that only this vendor knows.
	 */
	private Map<String, String> options = new LinkedHashMap<>();

	/**
	 * Query parameters of every request.
	 */
	private Map<String, String> query = new LinkedHashMap<>();

	/**
	 * Models to add to the catalog's, or to describe otherwise than the catalog does.
	 */
	private List<ModelProperties> models = new ArrayList<>();

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getVendor() {
		return this.vendor;
	}

	public void setVendor(@Nullable String vendor) {
		this.vendor = vendor;
	}

	public @Nullable String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(@Nullable String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable String apiKey) {
		this.apiKey = apiKey;
	}

	public Map<String, Object> getApiKeys() {
		return this.apiKeys;
	}

	public void setApiKeys(Map<String, Object> apiKeys) {
		this.apiKeys = apiKeys;
	}

	public @Nullable String getAccessKey() {
		return this.accessKey;
	}

	public void setAccessKey(@Nullable String accessKey) {
		this.accessKey = accessKey;
	}

	public @Nullable String getSecretKey() {
		return this.secretKey;
	}

	public void setSecretKey(@Nullable String secretKey) {
		this.secretKey = secretKey;
	}

	public Map<String, String> getOptions() {
		return this.options;
	}

	public void setOptions(Map<String, String> options) {
		this.options = options;
	}

	public Map<String, String> getQuery() {
		return this.query;
	}

	public void setQuery(Map<String, String> query) {
		this.query = query;
	}

	public List<ModelProperties> getModels() {
		return this.models;
	}

	public void setModels(List<ModelProperties> models) {
		this.models = models;
	}

}
