package io.harborai.simulator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JsonTextTests {

	@Test
	void escapesWhatMustBeEscaped() {
		assertThat(JsonText.of("a\"\\\n\r\t\u0001/é😀")).isEqualTo("\"a\\\"\\\\\\n\\r\\t\\u0001/é😀\"");
	}

	@Test
	void escapesHalvesOfCharacters() {
		assertThat(JsonText.of("a\uD83Db\uDE00")).isEqualTo("\"a\\ud83db\\ude00\"");
	}

	@Test
	void writesNestedValues() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("list", Arrays.asList(1, 2.5, true, null, "x"));
		map.put("empty", Map.of("none", List.of()));
		assertThat(JsonText.of(map)).isEqualTo("{\"list\":[1,2.5,true,null,\"x\"],\"empty\":{\"none\":[]}}");
	}

}
