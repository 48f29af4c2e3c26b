package io.harborai.springai;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.harborai.HarborAiClient;
import io.harborai.chat.Reasoning;
import io.harborai.chat.ResponseMeta;
import io.harborai.error.AuthenticationException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a Spring AI application does, against simulated vendors: it has added one
 * dependency and keeps its code.
 */
class SpringAiApplicationTests {

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private ConfigurableApplicationContext context;

	private ChatClient chat;

	@BeforeEach
	void start() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("harborai.default-model", "deepseek-flash",
				"harborai.providers.deepseek.api-key", "sk-abcdef", "harborai.providers.deepseek.base-url",
				this.vendor.baseUrl(Dialect.DEEPSEEK), "harborai.providers.openai.api-key", "sk-abcdef",
				"harborai.providers.openai.base-url", this.vendor.baseUrl(Dialect.OPENAI),
				"harborai.providers.doubao.api-key", "abcdef", "harborai.providers.doubao.base-url",
				this.vendor.baseUrl(Dialect.DOUBAO), "spring.ai.harborai.embedding.model",
				"openai/text-embedding-3-small", "spring.main.banner-mode", "off"));
		this.context = application.run();
		this.chat = this.context.getBean(ChatClient.Builder.class).build();
	}

	@AfterEach
	void close() {
		this.context.close();
		this.vendor.close();
	}

	private Map<String, Object> sent(int index) {
		return this.vendor.requests().get(index).bodyAsMap();
	}

	@Test
	void aQuestion() {
		this.vendor.next(Reply.answer().text("Hello!").usage(12, 3));
		ChatResponse response = this.chat.prompt().system("Be brief.").user("Say hello.").call().chatResponse();
		assertThat(response.getResult().getOutput().getText()).isEqualTo("Hello!");
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
		assertThat(response.getMetadata().getUsage().getPromptTokens()).isEqualTo(12);
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(15);
		ResponseMeta meta = response.getMetadata().get("harborai.meta");
		assertThat(meta.provider()).isEqualTo("deepseek");
		assertThat(meta.cost()).isNotNull();
		assertThat(sent(0)).containsEntry("model", "deepseek-flash")
			.containsEntry("messages", List.of(Map.of("role", "system", "content", "Be brief."),
					Map.of("role", "user", "content", "Say hello.")));
	}

	@Test
	void optionsOfSpringAi() {
		this.chat.prompt()
			.user("Hi")
			.options(ChatOptions.builder()
				.model("openai/gpt-5-mini")
				.temperature(0.3)
				.topP(0.9)
				.maxTokens(50)
				.frequencyPenalty(0.1)
				.presencePenalty(0.2)
				.stopSequences(List.of("END"))
				.topK(40))
			.call()
			.content();
		assertThat(sent(0)).containsEntry("model", "gpt-5-mini")
			.containsEntry("temperature", 0.3)
			.containsEntry("top_p", 0.9)
			.containsEntry("max_completion_tokens", 50)
			.containsEntry("frequency_penalty", 0.1)
			.containsEntry("presence_penalty", 0.2)
			.containsEntry("stop", List.of("END"))
			.containsEntry("top_k", 40);
	}

	@Test
	void optionsOfHarborAi() {
		this.vendor.next(Dialect.DOUBAO, Reply.status(500));
		String text = this.chat.prompt()
			.user("Hi")
			.options(HarborAiChatOptions.builder()
				.model("doubao/doubao-seed-1-6-250615")
				.reasoning(Reasoning.off())
				.endUser("u-1")
				.extraBody(Map.of("x", 1))
				.call((c) -> c.maxAttempts(1).fallbackModel("deepseek-flash").header("X-Trace", "t")))
			.call()
			.content();
		assertThat(text).isNotEmpty();
		assertThat(sent(0)).containsEntry("thinking", Map.of("type", "disabled")).containsEntry("x", 1);
		assertThat(sent(1)).containsEntry("model", "deepseek-flash").containsEntry("user_id", "u-1");
		assertThat(this.vendor.requests().get(1).header("X-Trace")).isEqualTo("t");
	}

	@Test
	void aPlainPromptKeepsTheDefaults() {
		ChatModel model = new HarborAiChatModel(this.context.getBean(HarborAiClient.class),
				HarborAiChatOptions.builder().model("openai/gpt-5-mini").temperature(0.5).endUser("u").build());
		model.call("Hi");
		model.call(new Prompt("Hi", ChatOptions.builder().temperature(0.1).build()));
		assertThat(sent(0)).containsEntry("model", "gpt-5-mini").containsEntry("temperature", 0.5);
		assertThat(sent(1)).containsEntry("model", "gpt-5-mini")
			.containsEntry("temperature", 0.1)
			.containsEntry("user", "u");
	}

	@Test
	void tools() {
		this.vendor.next(Reply.answer().reasoning("I must look.").toolCall("weather", "{\"city\":\"Hangzhou\"}"));
		this.vendor.next(Reply.answer().text("Take an umbrella."));
		Weather weather = new Weather();
		String text = this.chat.prompt().user("Do I need an umbrella?").tools(weather).call().content();
		assertThat(text).isEqualTo("Take an umbrella.");
		assertThat(weather.cities).containsExactly("Hangzhou");
		Map<?, ?> tool = (Map<?, ?>) ((List<?>) sent(0).get("tools")).get(0);
		assertThat((Map<?, ?>) tool.get("function")).extracting("name", "description")
			.containsExactly("weather", "The weather in a city");
		toolTurn(sent(1));
	}

	@Test
	void toolsOfAStream() {
		this.vendor.next(Reply.answer().reasoning("I must look.").toolCall("weather", "{\"city\":\"Hangzhou\"}"));
		this.vendor.next(Reply.answer().text("Take an umbrella."));
		Weather weather = new Weather();
		List<String> pieces = this.chat.prompt()
			.user("Do I need an umbrella?")
			.tools(weather)
			.stream()
			.content()
			.collectList()
			.block();
		assertThat(String.join("", pieces)).isEqualTo("Take an umbrella.");
		assertThat(weather.cities).containsExactly("Hangzhou");
		toolTurn(sent(1));
	}

	/**
	 * DeepSeek refuses a turn with tool calls whose reasoning isn't sent back.
	 */
	private static void toolTurn(Map<String, Object> sent) {
		List<?> messages = (List<?>) sent.get("messages");
		assertThat(messages).hasSize(3);
		Map<?, ?> assistant = (Map<?, ?>) messages.get(1);
		assertThat(assistant.get("reasoning_content")).isEqualTo("I must look.");
		Map<?, ?> call = (Map<?, ?>) ((List<?>) assistant.get("tool_calls")).get(0);
		assertThat((Map<?, ?>) call.get("function")).extracting("name", "arguments")
			.containsExactly("weather", "{\"city\":\"Hangzhou\"}");
		Map<?, ?> result = (Map<?, ?>) messages.get(2);
		assertThat(result.get("role")).isEqualTo("tool");
		assertThat(result.get("tool_call_id")).isEqualTo(call.get("id"));
		assertThat(result.get("content")).asString().contains("Rain in Hangzhou");
	}

	@Test
	void entities() {
		this.vendor.next(Reply.answer().text("```json\n{\"name\":\"Hangzhou\",\"people\":12}\n```"));
		City city = this.chat.prompt().user("Which city?").call().entity(City.class);
		assertThat(city).isEqualTo(new City("Hangzhou", 12));
		this.vendor.next(Reply.answer().text("[\"a\",\"b\"]"));
		List<String> names = this.chat.prompt()
			.user("Which?")
			.call()
			.entity(new org.springframework.core.ParameterizedTypeReference<List<String>>() {
			});
		assertThat(names).containsExactly("a", "b");
	}

	@Test
	void entitiesByTheVendorsOwnSchema() {
		this.vendor.next(Reply.answer().text("{\"name\":\"Hangzhou\",\"people\":12}"));
		City city = this.chat.prompt()
			.user("Which city?")
			.options(ChatOptions.builder().model("openai/gpt-5-mini"))
			.advisors(AdvisorParams.ENABLE_NATIVE_STRUCTURED_OUTPUT)
			.call()
			.entity(City.class);
		assertThat(city).isEqualTo(new City("Hangzhou", 12));
		Map<?, ?> format = (Map<?, ?>) sent(0).get("response_format");
		assertThat(format.get("type")).isEqualTo("json_schema");
		assertThat(format.toString()).contains("people");
	}

	@ParameterizedTest
	@ValueSource(strings = { "deepseek-flash", "openai/gpt-5-mini", "doubao/doubao-seed-1-6-250615" })
	void streams(String model) {
		this.vendor.next(Reply.answer().text("One two three four.").usage(9, 4));
		List<ChatResponse> responses = this.chat.prompt()
			.user("Count.")
			.options(ChatOptions.builder().model(model))
			.stream()
			.chatResponse()
			.collectList()
			.block();
		StringBuilder text = new StringBuilder();
		for (ChatResponse response : responses) {
			text.append(Objects.requireNonNullElse(response.getResult().getOutput().getText(), ""));
		}
		assertThat(text).hasToString("One two three four.");
		assertThat(responses).hasSizeGreaterThan(2);
		ChatResponse last = responses.get(responses.size() - 1);
		assertThat(last.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
		assertThat(last.getMetadata().getUsage().getTotalTokens()).isEqualTo(13);
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void whatWasThought() {
		this.vendor.always(Reply.answer().reasoning("Let me see.").text("42"));
		AssistantMessage answer = this.chat.prompt().user("?").call().chatResponse().getResult().getOutput();
		assertThat(answer.getMetadata()).containsEntry("reasoningContent", "Let me see.");
		List<ChatResponse> responses = this.chat.prompt().user("?").stream().chatResponse().collectList().block();
		StringBuilder thought = new StringBuilder();
		for (ChatResponse response : responses) {
			Object piece = response.getResult().getOutput().getMetadata().get("reasoningContent");
			thought.append((piece != null) ? piece : "");
		}
		assertThat(thought).hasToString("Let me see.");
	}

	@Test
	void pictures() {
		byte[] png = { 1, 2, 3 };
		this.chat.prompt()
			.options(ChatOptions.builder().model("openai/gpt-5-mini"))
			.user((u) -> u.text("What is this?")
				.media(Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data(png).build(),
						new Media(MimeTypeUtils.IMAGE_JPEG, URI.create("https://example.com/1.jpg"))))
			.call()
			.content();
		assertThat(this.vendor.requests().get(0).body()).contains("data:image/png;base64,AQID")
			.contains("https://example.com/1.jpg");
	}

	@Test
	void conversations() {
		this.chat.prompt()
			.messages(List.of(new org.springframework.ai.chat.messages.UserMessage("Name a colour."),
					new AssistantMessage("Blue."), new org.springframework.ai.chat.messages.UserMessage("Another.")))
			.call()
			.content();
		assertThat((List<?>) sent(0).get("messages")).extracting("role").containsExactly("user", "assistant", "user");
	}

	@Test
	void failuresAreTyped() {
		this.vendor.always(Reply.error(401, "invalid_api_key", "no"));
		assertThatExceptionOfType(AuthenticationException.class)
			.isThrownBy(() -> this.chat.prompt().user("Hi").call().content());
		assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(() -> {
			this.vendor.always(Reply.error(500, "broken", "broken"));
			this.chat.prompt()
				.user("Hi")
				.options(HarborAiChatOptions.builder().model("openai/gpt-5-mini").call((c) -> c.maxAttempts(1)))
				.stream()
				.content()
				.blockLast();
		});
	}

	@Test
	void aStreamThatIsCancelledEndsTheCall() {
		this.vendor.next(Reply.answer().text("one two three four five").stallAfter(2));
		assertThat(this.chat.prompt().user("Hi").stream().chatResponse().blockFirst()).isNotNull();
		assertThat(this.vendor.connections().awaitClosedByClient(1, java.time.Duration.ofSeconds(15))).isTrue();
	}

	@Test
	void embeddings() {
		EmbeddingModel model = this.context.getBean(EmbeddingModel.class);
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < 2100; i++) {
			texts.add("Text number " + i);
		}
		EmbeddingResponse response = model.embedForResponse(texts);
		assertThat(response.getResults()).hasSize(2100);
		assertThat(response.getResults().get(2099).getIndex()).isEqualTo(2099);
		assertThat(response.getMetadata().getUsage().getPromptTokens()).isPositive();
		assertThat(this.vendor.requests()).hasSize(2);
		assertThat(model.embed("Text number 7")).isEqualTo(response.getResults().get(7).getOutput());
		assertThat(model.embed(new Document("Text number 7"))).isEqualTo(response.getResults().get(7).getOutput());
		assertThat(model.dimensions()).isEqualTo(8);
	}

	@Test
	void embeddingOptions() {
		EmbeddingModel model = this.context.getBean(EmbeddingModel.class);
		EmbeddingResponse response = model.call(new EmbeddingRequest(List.of("a"),
				EmbeddingOptions.builder().model("doubao/ep-1").dimensions(16).build()));
		assertThat(response.getResult().getOutput()).hasSize(16);
		RecordedRequest request = this.vendor.requests().get(0);
		assertThat(request.bodyAsMap()).containsEntry("model", "ep-1").containsEntry("dimensions", 16);
	}

	@Test
	void picturesBecomeVectors() {
		EmbeddingModel model = new HarborAiEmbeddingModel(this.context.getBean(HarborAiClient.class),
				"doubao/doubao-embedding-vision-250615", null);
		Media picture = new Media(MimeTypeUtils.IMAGE_PNG, URI.create("https://example.com/1.png"));
		assertThat(model.embed(new Document(picture, Map.of()))).hasSize(8);
		assertThat(this.vendor.requests().get(0).path()).endsWith("/embeddings/multimodal");
	}

	record City(String name, int people) {
	}

	static final class Weather {

		private final List<String> cities = new ArrayList<>();

		@Tool(description = "The weather in a city")
		String weather(String city) {
			this.cities.add(city);
			return "Rain in " + city;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
