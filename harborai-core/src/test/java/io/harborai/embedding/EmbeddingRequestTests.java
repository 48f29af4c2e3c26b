package io.harborai.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.harborai.chat.ContentPart;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for requests for embeddings and for vectors.
 */
class EmbeddingRequestTests {

	private static void refused(Consumer<EmbeddingRequest.Builder> spec, String because) {
		assertThatIllegalArgumentException().isThrownBy(() -> EmbeddingRequest.of(spec)).withMessageContaining(because);
	}

	@Test
	void whatNoVendorTakesIsRefusedAtOnce() {
		refused((r) -> r.input("a"), "names its model");
		refused((r) -> r.model(" ").input("a"), "names its model");
		refused((r) -> r.model("m"), "at least one input");
		refused((r) -> r.model("m").input(""), "must not be empty");
		refused((r) -> r.model("m").input(new ContentPart[0]), "at least one part");
		refused((r) -> r.model("m").input("a").dimensions(0), "'dimensions'");
		refused((r) -> r.model("m").input("a").concurrency(0), "'concurrency'");
	}

	@Test
	void showsNoContent() {
		EmbeddingRequest request = EmbeddingRequest
			.of((r) -> r.model("m").input("a secret").input(ContentPart.text("another secret")).endUser("secret"));
		assertThat(request).hasToString("EmbeddingRequest[m, 2 inputs]");
		assertThat(request.inputs().toString()).doesNotContain("secret");
		assertThat(Embedding.of(3, new float[] { 0.25f, 1 })).hasToString("Embedding[3, 2 dimensions]");
	}

	@Test
	void keepsWhatItWasBuiltOf() {
		List<String> texts = new ArrayList<>(List.of("a", "b"));
		EmbeddingRequest request = EmbeddingRequest.of((r) -> r.model("m")
			.inputs(texts)
			.dimensions(8)
			.encoding(EmbeddingEncoding.BASE64)
			.endUser("u")
			.extraBody("x", 1)
			.concurrency(2)
			.options((o) -> o.maxAttempts(1)));
		texts.clear();
		EmbeddingRequest copy = request.toBuilder().build();
		assertThat(copy).usingRecursiveComparison().isEqualTo(request);
		assertThat(copy.inputs()).containsExactly(EmbeddingInput.text("a"), EmbeddingInput.text("b"));
		EmbeddingRequest other = request.withInputs(List.of(EmbeddingInput.text("c")));
		assertThat(other).usingRecursiveComparison().ignoringFields("inputs").isEqualTo(request);
		assertThat(other.inputs()).containsExactly(EmbeddingInput.text("c"));
	}

	@Test
	void vectorsCantBeChanged() {
		float[] numbers = { 1, 2 };
		Embedding embedding = Embedding.of(0, numbers);
		numbers[0] = 9;
		embedding.vector()[1] = 9;
		assertThat(embedding.vector()).containsExactly(1, 2);
		assertThat(embedding.withIndex(4)).isEqualTo(Embedding.of(4, new float[] { 1, 2 })).isNotEqualTo(embedding);
		assertThat(embedding).hasSameHashCodeAs(Embedding.of(0, new float[] { 1, 2 }));
	}

}
