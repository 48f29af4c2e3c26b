package io.harborai.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What editors, and the reference, are told about our properties.
 */
final class ConfigurationMetadata {

	private final JsonNode json;

	private ConfigurationMetadata(JsonNode json) {
		this.json = json;
	}

	static ConfigurationMetadata read() {
		try (InputStream json = ConfigurationMetadata.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return new ConfigurationMetadata(JsonMapper.shared().readTree(json));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Map<String, JsonNode> properties() {
		return byName("properties");
	}

	Map<String, JsonNode> hints() {
		return byName("hints");
	}

	private Map<String, JsonNode> byName(String kind) {
		Map<String, JsonNode> named = new LinkedHashMap<>();
		this.json.path(kind).forEach((item) -> named.put(item.path("name").asString(), item));
		return named;
	}

}
