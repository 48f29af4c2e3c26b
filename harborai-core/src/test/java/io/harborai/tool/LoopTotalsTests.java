package io.harborai.tool;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.Choice;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ResponseMeta;
import io.harborai.error.AttemptSummary;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopTotalsTests {

	private static ChatCompletion answer(String text, Usage usage, @Nullable Cost cost, @Nullable Duration firstToken,
			boolean cached) {
		ResponseMeta meta = new ResponseMeta("deepseek", "m", "m", "r-" + text, firstToken, Duration.ofSeconds(1), cost,
				List.of(new AttemptSummary("deepseek/m", "main", "ok", Duration.ofSeconds(1), cost)), List.of("seed"),
				cached, null);
		return new ChatCompletion("id-" + text, "m", null,
				List.of(new Choice(0, new AssistantMessage(text), FinishReason.STOP, null, Map.of())), usage, meta,
				Map.of());
	}

	private static Cost cost(String currency, String amount) {
		return Cost.of(Currency.getInstance(currency), new BigDecimal(amount), BigDecimal.ZERO, BigDecimal.ZERO);
	}

	private static ChatCompletion sum(ChatCompletion... answers) {
		LoopTotals totals = new LoopTotals();
		for (ChatCompletion answer : answers) {
			totals.add(answer);
		}
		return totals.of(answers[answers.length - 1], Duration.ofSeconds(9));
	}

	@Test
	void everythingIsAddedUp() {
		ChatCompletion sum = sum(
				answer("a", Usage.of(100, 20, 10, 5), cost("CNY", "0.5"), Duration.ofMillis(300), true),
				answer("b", Usage.of(200, 3, 90, 1), cost("CNY", "0.25"), Duration.ofMillis(200), false));
		assertThat(sum.content()).isEqualTo("b");
		assertThat(sum.id()).isEqualTo("id-b");
		assertThat(sum.usage()).isEqualTo(Usage.of(300, 23, 100, 6));
		assertThat(sum.cost()).isEqualTo(cost("CNY", "0.75"));
		assertThat(sum.meta().requestId()).isEqualTo("r-b");
		assertThat(sum.meta().timeToFirstToken()).isEqualTo(Duration.ofMillis(300));
		assertThat(sum.meta().totalTime()).isEqualTo(Duration.ofSeconds(9));
		assertThat(sum.meta().attempts()).hasSize(2);
		assertThat(sum.meta().omitted()).containsExactly("seed");
		assertThat(sum.meta().cached()).isFalse();
	}

	@Test
	void whatIsUnknownOfOneIsUnknownOfAll() {
		ChatCompletion sum = sum(answer("a", Usage.of(1, 1), cost("CNY", "1"), null, true),
				answer("b", Usage.MISSING, null, null, true),
				answer("c", Usage.of(1, 1), cost("CNY", "1"), null, true));
		assertThat(sum.usage()).isEqualTo(Usage.MISSING);
		assertThat(sum.cost()).isNull();
		assertThat(sum.meta().cached()).isTrue();
	}

	@Test
	void aSumWithAnEstimateIsOne() {
		assertThat(sum(answer("a", Usage.of(1, 2), null, null, false),
				answer("b", Usage.estimated(3, 4), null, null, false))
			.usage()).isEqualTo(Usage.estimated(4, 6));
	}

	@Test
	void currenciesAreNotMixed() {
		assertThat(sum(answer("a", Usage.of(1, 1), cost("CNY", "1"), null, false),
				answer("b", Usage.of(1, 1), cost("USD", "1"), null, false))
			.cost()).isNull();
	}

}
