package io.harborai.model;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ModelCatalog}.
 */
class ModelCatalogTests {

	private final ModelInfo flash = ModelInfo.builder("deepseek", "deepseek-flash").contextWindow(1000).build();

	private final ModelInfo pro = ModelInfo.builder("deepseek", "deepseek-v4-pro").build();

	private final ModelInfo hosted = ModelInfo.builder("doubao", "deepseek-v4-pro").alias("pro").build();

	private final ModelInfo old = ModelInfo.builder("deepseek", "deepseek-flush")
		.lifecycle(Lifecycle.retired(null, null))
		.build();

	private final ModelCatalog catalog = ModelCatalog.of(List.of(this.flash, this.pro, this.hosted, this.old));

	@Test
	void findsByVendorAndIdOrAlias() {
		assertThat(this.catalog.find("deepseek", "deepseek-v4-pro")).isSameAs(this.pro);
		assertThat(this.catalog.find("doubao", "deepseek-v4-pro")).isSameAs(this.hosted);
		assertThat(this.catalog.find("doubao", "pro")).isSameAs(this.hosted);
		assertThat(this.catalog.find("deepseek", "pro")).isNull();
		assertThat(this.catalog.find("openai", "deepseek-v4-pro")).isNull();
	}

	@Test
	void findsByNameWhoeverSellsIt() {
		assertThat(this.catalog.findByName("deepseek-v4-pro")).containsExactly(this.pro, this.hosted);
		assertThat(this.catalog.findByName("pro")).containsExactly(this.hosted);
		assertThat(this.catalog.findByName("DeepSeek-Flash")).isEmpty();
	}

	@Test
	void listsModelsInOrder() {
		assertThat(this.catalog.models()).containsExactly(this.flash, this.pro, this.hosted, this.old);
		assertThat(this.catalog.models("deepseek")).containsExactly(this.flash, this.pro, this.old);
		assertThat(this.catalog.models("nobody")).isEmpty();
		assertThat(ModelCatalog.empty().models()).isEmpty();
	}

	@Test
	void overridesReplaceInPlaceAndAddAtTheEnd() {
		ModelInfo larger = this.flash.toBuilder().contextWindow(2000).alias("quick").build();
		ModelInfo own = ModelInfo.builder("doubao", "ep-1").build();
		ModelCatalog changed = this.catalog.withOverrides(List.of(own, larger));
		assertThat(changed.models()).containsExactly(larger, this.pro, this.hosted, this.old, own);
		assertThat(changed.findByName("quick")).containsExactly(larger);
		assertThat(this.catalog.findByName("quick")).isEmpty();
		assertThat(this.catalog.find("deepseek", "deepseek-flash")).isSameAs(this.flash);
		assertThat(this.catalog.withOverrides(List.of())).isSameAs(this.catalog);
	}

	@Test
	void refusesAModelThatIsListedTwice() {
		assertThatIllegalArgumentException().isThrownBy(() -> ModelCatalog.of(List.of(this.flash, this.flash)))
			.withMessageContaining("'deepseek-flash' of 'deepseek'");
	}

	@Test
	void nearMissesNameActiveModelsOnly() {
		assertThat(this.catalog.nearMisses("deepseek-flsh", 3)).first().isEqualTo("deepseek-flash");
		assertThat(this.catalog.nearMisses("deepseek-flush", 3)).doesNotContain("deepseek-flush");
		assertThat(this.catalog.nearMisses("pro", 3)).contains("pro");
	}

}
