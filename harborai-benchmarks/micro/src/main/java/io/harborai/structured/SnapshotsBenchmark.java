package io.harborai.structured;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChunkChoice;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ResponseMeta;
import io.harborai.chat.TypeRef;
import io.harborai.json.JsonSamples;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Flux;

/**
 * The whole way from chunks of four characters to Java values: all snapshots of a value
 * that fills up, and a list item by item. Linear means that ten times the length takes
 * ten times as long.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SnapshotsBenchmark {

	private static final ResponseMeta META = new ResponseMeta("", "", "", null, null, null, null, List.of(), List.of(),
			false);

	/** How much there is to read, in characters. */
	@Param({ "10000", "100000", "1000000", "10000000" })
	public int length;

	private final AnswerType<Story> story = new AnswerType<>(TypeRef.of(Story.class), null);

	private final AnswerType<List<Story>> stories = new AnswerType<>(new TypeRef<List<Story>>() {
	}, null);

	private String text = "";

	private String list = "";

	/**
	 * Make the texts.
	 */
	@Setup(Level.Trial)
	public void write() {
		this.text = JsonSamples.of("text", this.length);
		this.list = JsonSamples.of("objects", this.length);
	}

	private static Flux<ChatCompletionChunk> chunks(String json) {
		return Flux.range(0, (json.length() + 3) / 4)
			.map((index) -> chunk(json.substring(index * 4, Math.min(index * 4 + 4, json.length())), null, false))
			.concatWithValues(chunk("", FinishReason.STOP, true));
	}

	private static ChatCompletionChunk chunk(String text, @Nullable FinishReason finish, boolean last) {
		return new ChatCompletionChunk("id", "model", null,
				List.of(new ChunkChoice(0, text, null, List.of(), finish, null, Map.of(), Map.of())), Usage.MISSING,
				META, last, Map.of());
	}

	/**
	 * One text that grows.
	 * @return the last snapshot
	 */
	@Benchmark
	public @Nullable Object growingText() {
		Snapshots<Story> snapshots = new Snapshots<>(this.story, false);
		return read(this.text, snapshots);
	}

	/**
	 * A list that grows.
	 * @return the last snapshot
	 */
	@Benchmark
	public @Nullable Object growingList() {
		Snapshots<List<Story>> snapshots = new Snapshots<>(this.stories, false);
		return read(this.list, snapshots);
	}

	/**
	 * A list item by item.
	 * @return the last item
	 */
	@Benchmark
	public @Nullable Object items() {
		FinishedItems<Story> items = new FinishedItems<>(this.stories, this.story, false);
		return read(this.list, items);
	}

	private static <R> @Nullable R read(String json, ShownAnswer<R> reader) {
		return chunks(json).<ChatCompletionChunk>handle(reader::read).<R>handle(reader::show).blockLast();
	}

	/**
	 * What is read.
	 *
	 * @param title a short text
	 * @param text a long text
	 */
	public record Story(String title, String text) {
	}

}
