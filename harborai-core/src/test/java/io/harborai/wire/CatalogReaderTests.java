package io.harborai.wire;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.harborai.model.Capability;
import io.harborai.model.Lifecycle;
import io.harborai.model.ModelCatalog;
import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import io.harborai.model.TokenRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CatalogReader} and for the file that comes with HarborAI.
 */
class CatalogReaderTests {

	private static final Instant AS_OF = Instant.parse("2026-11-23T00:00:00Z");

	private final CatalogReader reader = new CatalogReader();

	private final ModelCatalog catalog = this.reader.builtIn();

	@Test
	void builtInHasTheVendorsWithTheirModels() {
		assertThat(this.catalog.models()).hasSizeGreaterThan(80);
		assertThat(this.catalog.models()).extracting(ModelInfo::vendor)
			.contains("deepseek", "doubao", "wenxin", "openai", "qwen", "moonshot", "zhipu", "hunyuan", "minimax",
					"stepfun");
		assertThat(this.catalog.models("deepseek").get(0).id()).isEqualTo("deepseek-flash");
	}

	@Test
	void builtInModelsAreSound() {
		Set<String> seen = new HashSet<>();
		for (ModelInfo model : this.catalog.models()) {
			String name = model.vendor() + "/" + model.id();
			assertThat(seen.add(name)).as(name).isTrue();
			assertThat(model.provider()).as(name).isEqualTo(model.vendor());
			assertThat(model.capabilities()).as(name).isNotEmpty();
			assertThat(model.supports(Capability.REASONING) && model.supports(Capability.REASONING_ALWAYS)).as(name)
				.isFalse();
			if (model.contextWindow() != null && model.maxInput() != null) {
				assertThat(model.maxInput()).as(name).isLessThanOrEqualTo(model.contextWindow());
			}
			if (model.contextWindow() != null && model.maxOutput() != null) {
				assertThat(model.maxOutput()).as(name).isLessThanOrEqualTo(model.contextWindow());
			}
		}
	}

	@Test
	void builtInLifecyclesAreSound() {
		for (ModelInfo model : this.catalog.models()) {
			Lifecycle lifecycle = model.lifecycle();
			String name = model.vendor() + "/" + model.id();
			if (lifecycle.successor() != null) {
				ModelInfo successor = this.catalog.find(model.vendor(), lifecycle.successor());
				assertThat(successor).as(name).isNotNull();
				assertThat(successor.lifecycle().status()).as(name).isEqualTo(Lifecycle.Status.ACTIVE);
			}
			if (lifecycle.retiredAt() != null) {
				assertThat(lifecycle.retiredAt()).as(name)
					.isBetween(Instant.parse("2023-01-01T00:00:00Z"), Instant.parse("2030-01-01T00:00:00Z"));
				boolean over = lifecycle.retiredAt().isBefore(AS_OF);
				assertThat(over).as(name).isEqualTo(lifecycle.status() != Lifecycle.Status.ACTIVE);
			}
		}
	}

	@Test
	void builtInPricesAreSound() {
		for (ModelInfo model : this.catalog.models()) {
			for (PriceRow row : model.prices()) {
				String name = model.vendor() + "/" + model.id() + " " + row;
				boolean free = row.input().signum() == 0 && row.output().signum() == 0;
				if (!free) {
					assertThat(row.input()).as(name).isPositive();
					if (!model.supports(Capability.EMBEDDING)) {
						assertThat(row.output()).as(name).isGreaterThanOrEqualTo(row.input());
					}
				}
				if (row.cachedInput() != null) {
					assertThat(row.cachedInput()).as(name).isPositive().isLessThanOrEqualTo(row.input());
				}
				assertThat(row.source()).as(name).isNotBlank();
			}
		}
	}

	@Test
	void builtInPriceListsThatHaveTiersLeaveNoGapsAndDoNotOverlap() {
		long[] sizes = { 0, 1, 31_999, 32_000, 32_001, 128_000, 128_001, 256_000, 256_001, 272_000, 272_001, 512_000,
				512_001 };
		long[] answers = { 0, 1, 200, 201, 20_000 };
		for (ModelInfo model : this.catalog.models()) {
			for (Currency currency : model.prices().stream().map(PriceRow::currency).distinct().toList()) {
				for (long size : sizes) {
					for (long answer : answers) {
						List<PriceRow> matches = model.prices()
							.stream()
							.filter((row) -> row.currency().equals(currency) && row.windows().isEmpty())
							.filter((row) -> row.appliesTo(size, answer, AS_OF))
							.toList();
						assertThat(matches).as(model.id() + " " + currency + " " + size + " in, " + answer + " out")
							.hasSize(1);
					}
				}
			}
		}
	}

	@Test
	void retiredDeepSeekNamesAreAliasesThatKeepTheirThinkingMode() {
		ModelInfo chat = this.catalog.find("deepseek", "deepseek-chat");
		ModelInfo reasoner = this.catalog.find("deepseek", "deepseek-reasoner");
		Instant retired = Instant.parse("2026-07-24T15:59:00Z");
		assertThat(chat.lifecycle())
			.isEqualTo(Lifecycle.legacyAlias(retired, "deepseek-flash", Lifecycle.ReasoningDefault.OFF));
		assertThat(reasoner.lifecycle())
			.isEqualTo(Lifecycle.legacyAlias(retired, "deepseek-flash", Lifecycle.ReasoningDefault.ON));
	}

	@Test
	void readsEveryField() {
		ModelCatalog catalog = read("""
				{"version": 1, "asOf": "2026-01-01", "comment": ["x", {"y": []}],
				 "sources": {"a": "list A", "b": "list B"},
				 "windows": {"night": {"zone": "UTC", "days": ["SUNDAY"], "hours": ["22:00-06:00"]}},
				 "vendors": {"v": {"currency": "CNY", "source": "a", "models": [
				  {"id": ["m", "n"], "name": "M", "context": 100, "maxIn": 80, "maxOut": 20, "note": "x",
				   "can": ["chat", "tool-choice-required"], "status": "retired", "retired": "2026-02-03",
				   "prices": [
				    {"in": 1.50, "cached": 0.1, "out": 3, "thinkingOut": 4, "inOver": 5, "inUpTo": 9, "outOver": 1,
				     "outUpTo": 2, "from": "2026-01-01", "until": "2026-01-02T03:04:05Z", "windows": "night",
				     "currency": "USD", "source": "b"},
				    {"in": 1, "out": 2}]}]}}}
				""");
		assertThat(catalog.models("v")).extracting(ModelInfo::id).containsExactly("m", "n");
		ModelInfo model = catalog.find("v", "n");
		assertThat(model.displayName()).isEqualTo("M");
		assertThat(model.contextWindow()).isEqualTo(100);
		assertThat(model.maxInput()).isEqualTo(80);
		assertThat(model.maxOutput()).isEqualTo(20);
		assertThat(model.capabilities()).containsExactly(Capability.CHAT, Capability.TOOL_CHOICE_REQUIRED);
		assertThat(model.lifecycle()).isEqualTo(Lifecycle.retired(Instant.parse("2026-02-03T00:00:00Z"), null));
		PriceRow full = model.prices().get(0);
		assertThat(full.currency()).isEqualTo(Currency.getInstance("USD"));
		assertThat(full.input()).isEqualByComparingTo("1.5");
		assertThat(full.cachedInput()).isEqualByComparingTo("0.1");
		assertThat(full.output()).isEqualByComparingTo("3");
		assertThat(full.reasoningOutput()).isEqualByComparingTo("4");
		assertThat(full.inputTokens()).isEqualTo(new TokenRange(5, 9));
		assertThat(full.outputTokens()).isEqualTo(new TokenRange(1, 2));
		assertThat(full.windows()).hasSize(1);
		assertThat(full.effectiveFrom()).isEqualTo("2026-01-01T00:00:00Z");
		assertThat(full.effectiveUntil()).isEqualTo("2026-01-02T03:04:05Z");
		assertThat(full.source()).isEqualTo("list B");
		assertThat(model.prices().get(1))
			.isEqualTo(PriceRow.builder(Currency.getInstance("CNY"), BigDecimal.ONE, BigDecimal.valueOf(2))
				.source("list A")
				.build());
	}

	@Test
	void readsAStream() {
		byte[] json = "{\"vendors\": {}}".getBytes(StandardCharsets.UTF_8);
		assertThat(this.reader.read(new ByteArrayInputStream(json)).models()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|',
			textBlock = """
					{"vendors": {"v": {"modells": []}}}                                   | 'modells' is not known
					{"vendors": {"v": {"models": [{"name": "x"}]}}}                       | has no 'id'
					{"vendors": {"v": {"models": [{"id": "a"}, {"id": "a"}]}}}            | 'a' of 'v' is listed twice
					{"vendors": {"v": {"models": [{"id": "a", "context": 0}]}}}           | must be positive
					{"vendors": {"v": {"models": [{"id": "a", "context": "9"}]}}}         | a whole number is needed
					{"vendors": {"v": {"models": [{"id": "a", "can": ["fly"]}]}}}         | FLY
					{"vendors": {"v": {"models": [{"id": "a", "retired": "soon"}]}}}      | soon
					{"vendors": {"v": {"models": [{"id": "a", "status": "legacy-alias"}]}}} | must name its successor
					{"vendors": {"v": {"source": "s"}}}                                   | 's' is not among the 'sources'
					{"vendors": {"v": {"currency": "GOLD"}}}                              | 'GOLD' is no currency
					{"vendors": {"v": {"models": [{"id": "a", "prices": [{"out": 1}]}]}}} | no 'currency'
					{"sources": {"s": "S"}, "vendors": {"v": {"source": "s", "currency": "CNY", "models": [{"id": "a", "prices": [{"out": 1}]}]}}} | no 'in'
					{"version": 2}                                                        | version 2
					{"vendors": {"v": {"models": [                                        | line 1
					[]                                                                    | an object is needed
					""")
	void saysWhereAndWhyACatalogIsWrong(String json, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> read(json))
			.withMessageContaining("model catalog is wrong")
			.withMessageContaining("line 1")
			.withMessageContaining(reason);
	}

	private ModelCatalog read(String json) {
		return this.reader.read(json.getBytes(StandardCharsets.UTF_8));
	}

}
