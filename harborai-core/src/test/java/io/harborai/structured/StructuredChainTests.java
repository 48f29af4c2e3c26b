package io.harborai.structured;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.harborai.HarborAiClient;
import io.harborai.cache.CacheSettings;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Instrumentation;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.StructuredStrategy;
import io.harborai.chat.TypeRef;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.structured.Shapes.Address;
import io.harborai.structured.Shapes.Booking;
import io.harborai.structured.Shapes.City;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where reading and repairing stand in the call chain.
 */
class StructuredChainTests {

	private static final String PARIS = "{\"name\":\"Paris\",\"population\":2100000,\"mayor\":null}";

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private final List<ChatCall> filtered = new CopyOnWriteArrayList<>();

	private final HarborAiClient client = HarborAiClient.builder()
		.provider("deepseek", (p) -> p.apiKey("sk-test-key-1").baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK)))
		.defaultModel("deepseek-flash")
		.instrumentation(new Noting())
		.filter((next) -> new ChatHandler() {

			@Override
			public Mono<ChatCompletion> complete(ChatCall call) {
				StructuredChainTests.this.filtered.add(call);
				return next.complete(call);
			}

			@Override
			public Flux<ChatCompletionChunk> stream(ChatCall call) {
				StructuredChainTests.this.filtered.add(call);
				return next.stream(call);
			}

		})
		.cache(CacheSettings.DEFAULTS)
		.build();

	@AfterEach
	void close() {
		this.client.close();
		this.vendor.close();
	}

	@Test
	void repairedCallIsSeenAsOneAndItsFiltersSeeEachAsking() {
		this.vendor.next(Reply.answer().text("no JSON")).next(Reply.answer().text(PARIS));
		this.client.chat().completions().create((r) -> r.user("Paris?"), City.class);
		assertThat(this.seen).containsExactly("call", "completion");
		assertThat(this.filtered).hasSize(2);
	}

	@Test
	void failureIsSeenToo() {
		this.vendor.next(Reply.answer().text("no JSON")).next(Reply.answer().text("no JSON"));
		StepVerifier.create(this.client.chat().completions().createAsync((r) -> r.user("Paris?"), City.class))
			.expectError()
			.verify(Duration.ofSeconds(30));
		assertThat(this.seen).containsExactly("call", "StructuredOutputException");
	}

	@Test
	void chunksOfAStreamAreSeenTheLastOneTooAndThenTheFailure() {
		this.vendor.next(Reply.answer().text("{\"name\":\"Paris\",\"population\":true,\"mayor\":null}"));
		StepVerifier.create(this.client.chat().completions().stream((r) -> r.user("Paris?"), City.class).then())
			.expectError()
			.verify(Duration.ofSeconds(30));
		assertThat(this.seen).startsWith("call", "chunk").endsWith("last", "StructuredOutputException");
	}

	@Test
	void plainCallsPassNoneOfIt() {
		this.vendor.next(Reply.answer().text("no JSON"));
		assertThat(this.client.chat().completions().create((r) -> r.user("Hi")).content()).isEqualTo("no JSON");
		assertThat(this.filtered).singleElement()
			.satisfies((call) -> assertThat(call.request().answerSchema()).isNull());
	}

	@Test
	void answersOfEqualQuestionsAreKept() {
		this.vendor.next(Reply.answer().text(PARIS)).next(Reply.answer().text(PARIS));
		for (int i = 0; i < 2; i++) {
			ParsedCompletion<City> city = this.client.chat()
				.completions()
				.create((r) -> r.user("Paris?").temperature(0d), City.class);
			assertThat(city.value().name()).isEqualTo("Paris");
			assertThat(city.completion().meta().cached()).isEqualTo(i > 0);
			assertThat(city.completion().meta().structured()).isEqualTo(StructuredStrategy.JSON_OBJECT);
		}
		this.client.chat()
			.completions()
			.create((r) -> r.user("Paris?")
				.temperature(0d)
				.options((o) -> o.structured((s) -> s.withStrategy(StructuredStrategy.PROMPT))), City.class);
		assertThat(this.vendor.requests()).hasSize(2);
		assertThat(this.client.chat()
			.completions()
			.stream((r) -> r.user("Paris?").temperature(0d), City.class)
			.blockLast(Duration.ofSeconds(30))
			.value()
			.name()).isEqualTo("Paris");
		assertThat(this.vendor.requests()).hasSize(2);
	}

	@Test
	void nothingBlocksAThreadThatMustNot() {
		this.vendor.next(Reply.answer().text("{\"guest\":\"Ann\",\"nights\":2,\"mail\":\"not one\"}"))
			.next(Reply.answer().text("{\"guest\":\"Ann\",\"nights\":2,\"mail\":\"a@b.c\"}"))
			.next(Reply.answer().text("{\"items\":[]}"));
		Booking booking = Mono
			.defer(() -> this.client.chat().completions().createAsync((r) -> r.user("Book."), Booking.class))
			.subscribeOn(Schedulers.parallel())
			.block(Duration.ofSeconds(30))
			.value();
		assertThat(booking.mail()).isEqualTo("a@b.c");
		List<Address> none = Flux
			.defer(() -> this.client.chat().completions().streamItems((r) -> r.user("None."), Address.class))
			.subscribeOn(Schedulers.parallel())
			.collectList()
			.block(Duration.ofSeconds(30));
		assertThat(none).isEmpty();
	}

	@Test
	void eachSubscriptionIsACallOfItsOwn() {
		this.vendor.next(Reply.answer().text("[1]")).next(Reply.answer().text("[1,2]"));
		Mono<List<Integer>> numbers = this.client.chat()
			.completions()
			.createAsync((r) -> r.user("Count."), new TypeRef<List<Integer>>() {
			})
			.map(ParsedCompletion::value);
		assertThat(numbers.block(Duration.ofSeconds(30))).containsExactly(1);
		assertThat(numbers.block(Duration.ofSeconds(30))).containsExactly(1, 2);
	}

	/**
	 * Notes what passes outside of everything.
	 */
	private final class Noting implements Instrumentation {

		@Override
		public ChatHandler aroundCalls(ChatHandler next) {
			List<String> seen = StructuredChainTests.this.seen;
			return new ChatHandler() {

				@Override
				public Mono<ChatCompletion> complete(ChatCall call) {
					seen.add("call");
					return next.complete(call)
						.doOnNext((completion) -> seen.add("completion"))
						.doOnError((ex) -> seen.add(ex.getClass().getSimpleName()));
				}

				@Override
				public Flux<ChatCompletionChunk> stream(ChatCall call) {
					seen.add("call");
					return next.stream(call)
						.doOnNext((chunk) -> seen.add(chunk.last() ? "last" : "chunk"))
						.doOnError((ex) -> seen.add(ex.getClass().getSimpleName()));
				}

			};
		}

	}

}
