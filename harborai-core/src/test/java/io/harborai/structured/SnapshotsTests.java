package io.harborai.structured;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChunkChoice;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ResponseMeta;
import io.harborai.chat.TypeRef;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often a value shows while it fills up.
 */
class SnapshotsTests {

	private static final ResponseMeta META = new ResponseMeta("p", "m", "m", null, null, null, null, List.of(),
			List.of(), false);

	record Story(String title, String text) {
	}

	private static ChatCompletionChunk chunk(String text, @Nullable FinishReason finish, boolean last) {
		return new ChatCompletionChunk("id", "m", null,
				List.of(new ChunkChoice(0, text, null, List.of(), finish, null, Map.of(), Map.of())), Usage.MISSING,
				META, last, Map.of());
	}

	private static <T> List<Partial<T>> shown(TypeRef<T> type, String json, int size) {
		List<ChatCompletionChunk> chunks = new ArrayList<>();
		for (int at = 0; at < json.length(); at += size) {
			chunks.add(chunk(json.substring(at, Math.min(at + size, json.length())), null, false));
		}
		chunks.add(chunk("", FinishReason.STOP, true));
		Snapshots<T> snapshots = new Snapshots<>(new AnswerType<>(type, null), false);
		return Flux.fromIterable(chunks)
			.<ChatCompletionChunk>handle(snapshots::read)
			.<Partial<T>>handle(snapshots::show)
			.collectList()
			.block();
	}

	@Test
	void smallValuesShowEachChange() {
		String text = "x".repeat(150);
		List<Partial<Story>> shown = shown(TypeRef.of(Story.class), "{\"title\":\"t\",\"text\":\"" + text + "\"}", 1);
		assertThat(shown).extracting((partial) -> String.valueOf(partial.value().text()))
			.contains("", "x", "xx", "x".repeat(149), text);
	}

	@Test
	void allTextsThatGrowTogetherAreInProportionToTheAnswer() {
		int length = 100_000;
		List<Partial<Story>> shown = shown(TypeRef.of(Story.class),
				"{\"title\":\"t\",\"text\":\"" + "y".repeat(length) + "\"}", 4);
		long copied = shown.stream().mapToLong((partial) -> String.valueOf(partial.value().text()).length()).sum();
		assertThat(copied).isBetween(100L * length, 300L * length);
		assertThat(shown.get(shown.size() - 1).complete()).isTrue();
		assertThat(shown.get(shown.size() - 1).value().text()).hasSize(length);
	}

	@Test
	void allListsThatGrowTogetherAreInProportionToTheAnswer() {
		int count = 20_000;
		StringBuilder json = new StringBuilder("{\"items\":[");
		for (int i = 0; i < count; i++) {
			json.append((i > 0) ? "," : "").append("{\"title\":\"").append(i).append("\",\"text\":\"z\"}");
		}
		json.append("]}");
		List<Partial<List<Story>>> shown = shown(new TypeRef<List<Story>>() {
		}, json.toString(), 8);
		long bound = shown.stream().mapToLong((partial) -> partial.value().size()).sum();
		assertThat(bound).isLessThan(20L * json.length());
		assertThat(shown.get(shown.size() - 1).value()).hasSize(count);
	}

}
