package io.harborai.benchmarks.client;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.harborai.benchmarks.harness.ChatClient;
import io.harborai.benchmarks.harness.ClientFactory;
import io.harborai.benchmarks.harness.Outcome;
import io.harborai.benchmarks.harness.Target;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes a client as an application writes it by hand: records bound by Jackson, the
 * framework's event reader.
 */
public final class WebClientJackson implements ClientFactory {

	@Override
	public ChatClient create(Target target) {
		HttpClient http = HttpClient.create(ConnectionProvider.create("webclient", target.poolSize(500)));
		return new Client(WebClient.builder()
			.baseUrl(target.baseUrl())
			.defaultHeader("Authorization", "Bearer bench-key")
			.clientConnector(new ReactorClientHttpConnector(http))
			.build(), JsonMapper.builder().build());
	}

	private static Request request(boolean stream) {
		return new Request(Target.MODEL,
				List.of(new Message("system", Target.SYSTEM), new Message("user", Target.USER)), 0.7, 256,
				stream ? true : null, stream ? new StreamOptions(true) : null);
	}

	private record Client(WebClient client, JsonMapper json) implements ChatClient {

		@Override
		public Style callStyle() {
			return Style.ASYNC;
		}

		@Override
		public void call(Outcome outcome) {
			this.client.post()
				.uri("/chat/completions")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(request(false))
				.retrieve()
				.bodyToMono(Completion.class)
				.subscribe((completion) -> outcome.done(completion.choices().get(0).message().content().length()),
						outcome::failed);
		}

		@Override
		public void stream(Outcome outcome) {
			this.client.post()
				.uri("/chat/completions")
				.contentType(MediaType.APPLICATION_JSON)
				.accept(MediaType.TEXT_EVENT_STREAM)
				.bodyValue(request(true))
				.retrieve()
				.bodyToFlux(String.class)
				.filter((data) -> !data.equals("[DONE]"))
				.map((data) -> this.json.readValue(data, Chunk.class))
				.subscribe((chunk) -> tell(chunk, outcome), outcome::failed, () -> outcome.done(0));
		}

		private static void tell(Chunk chunk, Outcome outcome) {
			String text = chunk.choices().isEmpty() ? null : chunk.choices().get(0).delta().content();
			if (text != null && !text.isEmpty()) {
				outcome.chunk(text.length());
			}
		}

	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Request(String model, List<Message> messages, double temperature, @JsonProperty("max_tokens") int maxTokens,
			@Nullable Boolean stream, @JsonProperty("stream_options") @Nullable StreamOptions streamOptions) {
	}

	record StreamOptions(@JsonProperty("include_usage") boolean includeUsage) {
	}

	record Message(String role, String content) {
	}

	record Completion(String id, String model, long created, List<Choice> choices, Usage usage) {
	}

	record Choice(int index, Message message, @JsonProperty("finish_reason") String finishReason) {
	}

	record Usage(@JsonProperty("prompt_tokens") int promptTokens,
			@JsonProperty("completion_tokens") int completionTokens, @JsonProperty("total_tokens") int totalTokens) {
	}

	record Chunk(String id, String model, long created, List<ChunkChoice> choices, @Nullable Usage usage) {
	}

	record ChunkChoice(int index, Delta delta, @JsonProperty("finish_reason") @Nullable String finishReason) {
	}

	record Delta(@Nullable String role, @Nullable String content) {
	}

}
