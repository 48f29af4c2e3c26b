package io.harborai.test.cassette;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.Reasoning;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.AuthenticationException;
import io.harborai.error.InvalidRequestException;
import io.harborai.simulator.Chunking;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CassetteDeck}, with the simulator as the real vendor.
 */
class CassetteDeckTests {

	private static final String KEY = "sk-canary-7f3a9c51e2b84d60";

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	private final SimulatedVendor vendor = SimulatedVendor.builder().requireKey(KEY).build();

	private CassetteDeck deck;

	private HarborAiClient client;

	@AfterEach
	void close() {
		if (this.client != null) {
			this.client.close();
			this.deck.close();
		}
		this.vendor.close();
	}

	@Test
	void replaysTheRecordedChunksWithoutTheVendor() {
		start(KEY);
		this.vendor.next(Reply.answer().text("Überall 日本語 and 🎈.").reasoning("Hm.").chunking(Chunking.oneByte()));
		this.deck.insert("stream", CassetteMode.AUTO, 1);
		List<ChatCompletionChunk> recorded = stream("Where?");
		this.deck.eject();
		this.vendor.close();
		restart("another-key");
		this.deck.insert("stream", CassetteMode.AUTO, 0);
		List<ChatCompletionChunk> replayed = stream("Where?");
		this.deck.eject();
		assertThat(replayed).hasSameSizeAs(recorded).hasSizeGreaterThan(3);
		assertThat(replayed).extracting(ChatCompletionChunk::content)
			.isEqualTo(recorded.stream().map(ChatCompletionChunk::content).toList());
		assertThat(replayed).extracting(ChatCompletionChunk::reasoning)
			.isEqualTo(recorded.stream().map(ChatCompletionChunk::reasoning).toList());
		ChatCompletionChunk last = recorded.get(recorded.size() - 1);
		assertThat(replayed.get(replayed.size() - 1)).satisfies((chunk) -> {
			assertThat(chunk.id()).isEqualTo(last.id());
			assertThat(chunk.usage()).isEqualTo(last.usage());
			assertThat(chunk.meta().requestId()).isNotNull().isEqualTo(last.meta().requestId());
		});
	}

	@Test
	void keepsPiecesAndTheirDelays() {
		start(KEY);
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two").latency(Duration.ofMillis(40)).holdAfter(1, gate));
		this.deck.insert("pieces", CassetteMode.RECORD, 1);
		StringBuilder first = new StringBuilder();
		this.client.chat().completions().stream((r) -> r.model("deepseek-flash").user("Count.")).doOnNext((chunk) -> {
			first.append(chunk.content());
			gate.open();
		}).blockLast(TIMEOUT);
		this.deck.eject();
		Tape tape = new CassetteFiles(this.directory).read("pieces");
		assertThat(tape.exchanges()).singleElement().satisfies((exchange) -> {
			assertThat(exchange.answer().latencyMillis()).isGreaterThanOrEqualTo(40);
			assertThat(exchange.answer().chunks()).hasSizeGreaterThanOrEqualTo(2);
			assertThat(exchange.answer().ending()).isEqualTo(Tape.Ending.COMPLETE);
		});
	}

	@Test
	void replaysWithTheRecordedTiming() throws IOException {
		write("slow", 400, 300);
		start(KEY);
		this.deck.insert("slow", CassetteMode.REPLAY, 2);
		long begin = System.nanoTime();
		assertThat(ask("Hi").content()).isEqualTo("Hello");
		assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isGreaterThanOrEqualTo(350);
	}

	@Test
	void replaysAtOnceWhenTold() throws IOException {
		write("hours", TimeUnit.HOURS.toMillis(1), TimeUnit.HOURS.toMillis(1));
		start(KEY);
		this.deck.insert("hours", CassetteMode.REPLAY, 0);
		assertThat(ask("Hi").content()).isEqualTo("Hello");
	}

	@Test
	void writesNoKeyWhereverItIs() throws IOException {
		start(KEY);
		this.vendor.next(Reply.error(401, "invalid_key", "Incorrect API key provided: " + KEY)
			.header("x-request-id", "req-" + KEY)
			.header("set-cookie", "session=" + KEY)
			.chunking(Chunking.sized(7)));
		this.deck.insert("canary", CassetteMode.RECORD, 1);
		assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> this.client.chat()
			.completions()
			.create((r) -> r.model("deepseek-flash")
				.user("My key is " + KEY + ".")
				.extraBody("note", List.of("x" + KEY + "x"))));
		this.deck.eject();
		String file = Files.readString(this.directory.resolve("canary.json"));
		assertThat(file).doesNotContain(KEY)
			.doesNotContain("canary-7f3a")
			.doesNotContain("sk-")
			.doesNotContainIgnoringCase("authorization")
			.doesNotContainIgnoringCase("cookie")
			.contains("\"My key is " + "*".repeat(KEY.length()) + ".\"", "\"x-request-id\":\"req-***");
	}

	@Test
	void matchesRequestsThatHoldAnotherKey() throws IOException {
		start(KEY);
		this.deck.insert("own-key", CassetteMode.RECORD, 1);
		String answer = ask("My key is " + KEY + ".").content();
		this.deck.eject();
		this.vendor.close();
		String other = KEY.replace('7', '8');
		restart(other);
		this.deck.insert("own-key", CassetteMode.REPLAY, 0);
		assertThat(ask("My key is " + other + ".").content()).hasSameSizeAs(answer);
		this.deck.eject();
	}

	@Test
	void answersEqualRequestsInTheirOrder() {
		start(KEY);
		this.vendor.next(Reply.answer().text("First.")).next(Reply.answer().text("Second."));
		this.deck.insert("twice", CassetteMode.RECORD, 1);
		ask("Again?");
		ask("Again?");
		this.deck.eject();
		this.deck.insert("twice", CassetteMode.AUTO, 0);
		assertThat(ask("Again?").content()).isEqualTo("First.");
		assertThat(ask("Again?").content()).isEqualTo("Second.");
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> ask("Again?"));
		assertThatExceptionOfType(CassetteException.class).isThrownBy(this.deck::eject)
			.withMessageContaining("request 3, POST /deepseek/chat/completions to provider 'deepseek'")
			.withMessageContaining("recorded 2 times and is sent once more")
			.withMessageContaining("-Dharborai.cassettes=record");
	}

	@Test
	void namesWhatDiffers() {
		start(KEY);
		this.deck.insert("differs", CassetteMode.RECORD, 1);
		ask("The capital of France?");
		this.deck.eject();
		this.deck.insert("differs", CassetteMode.REPLAY, 0);
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.client.chat()
			.completions()
			.create((r) -> r.model("deepseek-flash").user("The capital of Spain, " + KEY + "?").temperature(0.5)));
		assertThatExceptionOfType(CassetteException.class).isThrownBy(this.deck::eject)
			.withMessageContaining(
					"/messages/0/content: recorded \"The capital of France?\", sent \"The capital of Spain")
			.withMessageContaining("/temperature: sent 0.5, not in the recording")
			.withMessageNotContaining(KEY)
			.withMessageNotContaining("canary");
	}

	@Test
	void namesAnotherAddress() {
		start(KEY);
		this.deck.insert("address", CassetteMode.RECORD, 1);
		ask("Hi");
		this.deck.eject();
		this.deck.insert("address", CassetteMode.REPLAY, 0);
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.client.chat().completions().create((r) -> r.model("openai/gpt-test").user("Hi")));
		assertThatExceptionOfType(CassetteException.class).isThrownBy(this.deck::eject)
			.withMessageContaining("POST /openai/v1/chat/completions to provider 'openai'. "
					+ "The next recorded request is POST /deepseek/chat/completions to provider 'deepseek'");
	}

	@Test
	void replaysABrokenConnection() {
		start(KEY);
		this.vendor.next(Reply.answer().text("one two three four").cutAfter(2));
		this.deck.insert("broken", CassetteMode.RECORD, 1);
		assertThatExceptionOfType(StreamInterruptedException.class).isThrownBy(this::count);
		this.deck.eject();
		this.vendor.close();
		this.deck.insert("broken", CassetteMode.REPLAY, 0);
		assertThatExceptionOfType(StreamInterruptedException.class).isThrownBy(this::count)
			.satisfies((ex) -> assertThat(ex.partial().content()).startsWith("one"));
		this.deck.eject();
	}

	@Test
	void recordsWhatACancelledStreamHadSaid() {
		start(KEY);
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two").holdAfter(1, gate));
		this.deck.insert("cancelled", CassetteMode.RECORD, 1);
		assertThat(firstContent()).startsWith("one");
		this.deck.eject();
		gate.open();
		this.deck.insert("cancelled", CassetteMode.REPLAY, 0);
		assertThat(firstContent()).startsWith("one");
		this.deck.eject();
		assertThat(new CassetteFiles(this.directory).read("cancelled").exchanges()).singleElement()
			.satisfies((exchange) -> assertThat(exchange.answer().ending()).isEqualTo(Tape.Ending.CANCELLED));
	}

	@Test
	void doesNotSaveWhenTheTestFailed() {
		start(KEY);
		this.deck.insert("failed", CassetteMode.RECORD, 1);
		ask("Hi");
		this.deck.discard(new AssertionError("no"));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void tellsWhenTheVendorIsNotThere() {
		start(KEY);
		this.vendor.close();
		this.deck.insert("nobody", CassetteMode.RECORD, 1);
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> ask("Hi"));
		assertThatExceptionOfType(CassetteException.class).isThrownBy(this.deck::eject)
			.withMessageContaining("Provider 'deepseek' couldn't be reached");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void tellsWhenThereIsNoKeyToRecordWith() {
		this.deck = CassetteDeck.builder()
			.directory(this.directory)
			.provider("deepseek", this.vendor.baseUrl(Dialect.DEEPSEEK), null, "there is no key. Set one.")
			.build();
		this.client = HarborAiClient.builder()
			.provider("deepseek", (p) -> p.baseUrl(this.deck.baseUrl("deepseek")).apiKey("none-at-all"))
			.build();
		this.deck.insert("keyless", CassetteMode.RECORD, 1);
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> ask("Hi"));
		assertThatExceptionOfType(CassetteException.class).isThrownBy(this.deck::eject)
			.withMessage("Nothing can be recorded from provider 'deepseek': there is no key. Set one.");
		assertThat(this.vendor.requests()).isEmpty();
	}

	@Test
	void passesRequestsOnWithoutKeysWhileThereIsNoCassette() {
		try (SimulatedVendor standIn = SimulatedVendor.start()) {
			this.deck = CassetteDeck.builder()
				.directory(this.directory)
				.provider("deepseek", "https://api.deepseek.com/v1", standIn.baseUrl(Dialect.DEEPSEEK), null)
				.build();
			this.client = HarborAiClient.builder()
				.provider("deepseek", (p) -> p.baseUrl(this.deck.baseUrl("deepseek")).apiKey(KEY))
				.build();
			standIn.next(Reply.answer().text("Simulated."));
			assertThat(ask("Hi").content()).isEqualTo("Simulated.");
			assertThat(standIn.requests()).singleElement().satisfies((request) -> {
				assertThat(request.path()).isEqualTo("/deepseek/chat/completions");
				assertThat(request.header("authorization")).isEqualTo("Bearer simulated-key");
			});
		}
	}

	@Test
	void holdsOneCassette() {
		start(KEY);
		this.deck.insert("one", CassetteMode.RECORD, 1);
		assertThatIllegalStateException().isThrownBy(() -> this.deck.insert("two", CassetteMode.RECORD, 1));
	}

	@Test
	void refusesToRecordInCi() {
		try (CassetteDeck inCi = CassetteDeck.builder()
			.directory(this.directory)
			.policy(new RecordingPolicy((name) -> null, (name) -> "CI".equals(name) ? "true" : null))
			.build()) {
			assertThatExceptionOfType(CassetteException.class)
				.isThrownBy(() -> inCi.insert("new", CassetteMode.AUTO, 1))
				.withMessageContaining("Cassette 'new' doesn't exist")
				.withMessageContaining("refused in CI (CI=true)");
		}
	}

	@Test
	void tellsWhatIsWrongWithAFile() throws IOException {
		Files.writeString(this.directory.resolve("bad.json"),
				"{\"version\": 1, \"exchanges\": [{\"request\": {\"provider\": 7}}]}");
		start(KEY);
		assertThatExceptionOfType(CassetteException.class)
			.isThrownBy(() -> this.deck.insert("bad", CassetteMode.REPLAY, 1))
			.withMessageContaining("Cassette 'bad' can't be read: /exchanges/0/request/provider is no string");
	}

	private void start(String key) {
		this.deck = CassetteDeck.builder()
			.directory(this.directory)
			.provider("deepseek", this.vendor.baseUrl(Dialect.DEEPSEEK))
			.provider("openai", this.vendor.baseUrl(Dialect.OPENAI))
			.build();
		this.client = HarborAiClient.builder()
			.provider("deepseek", (p) -> p.baseUrl(this.deck.baseUrl("deepseek")).apiKey(key))
			.provider("openai", (p) -> p.baseUrl(this.deck.baseUrl("openai")).apiKey(key))
			.shutdownGrace(Duration.ZERO)
			.build();
	}

	private void restart(String key) {
		this.client.close();
		this.deck.close();
		start(key);
	}

	private ChatCompletion ask(String question) {
		return this.client.chat().completions().create((r) -> r.model("deepseek-flash").user(question));
	}

	private List<ChatCompletionChunk> stream(String question) {
		return this.client.chat()
			.completions()
			.stream((r) -> r.model("deepseek-flash").user(question))
			.collectList()
			.block(TIMEOUT);
	}

	private List<ChatCompletionChunk> count() {
		return this.client.chat()
			.completions()
			.stream((r) -> r.model("deepseek-flash").user("Count.").reasoning(Reasoning.off()))
			.collectList()
			.block(TIMEOUT);
	}

	private String firstContent() {
		return this.client.chat()
			.completions()
			.stream((r) -> r.model("deepseek-flash").user("Count.").reasoning(Reasoning.off()))
			.map(ChatCompletionChunk::content)
			.filter((text) -> !text.isEmpty())
			.blockFirst(TIMEOUT);
	}

	private void write(String name, long latency, long delay) throws IOException {
		String body = TapeFormat.compact("{\"id\":\"1\",\"model\":\"deepseek-flash\",\"choices\":[{\"index\":0,"
				+ "\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}");
		Files.writeString(this.directory.resolve(name + ".json"), """
				{"version": 1, "exchanges": [{
				  "request": {"provider": "deepseek", "method": "POST", "path": "/deepseek/chat/completions",
				    "body": {"messages": [{"content": "Hi", "role": "user"}], "model": "deepseek-flash"}},
				  "response": {"status": 200, "latency": %s, "headers": {"content-type": "application/json"},
				    "chunks": [{"delay": %s, "text": %s}], "ending": "complete"}}]}
				""".formatted(latency, delay, body));
	}

}
