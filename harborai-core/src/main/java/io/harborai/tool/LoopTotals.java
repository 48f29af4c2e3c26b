package io.harborai.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ResponseMeta;
import io.harborai.error.AttemptSummary;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import io.harborai.usage.Usage.Source;
import org.jspecify.annotations.Nullable;

/**
 * What all answers of a loop took together. Not thread-safe; a loop's answers come one
 * after the other.
 */
final class LoopTotals {

	private final List<AttemptSummary> attempts = new ArrayList<>();

	private final Set<String> omitted = new LinkedHashSet<>();

	private @Nullable Usage usage;

	private @Nullable Cost cost;

	private boolean costKnown = true;

	private boolean cached = true;

	private @Nullable Duration firstToken;

	void add(ChatCompletion answer) {
		ResponseMeta meta = answer.meta();
		if (this.usage == null) {
			this.firstToken = meta.timeToFirstToken();
		}
		this.usage = (this.usage != null) ? sum(this.usage, answer.usage()) : answer.usage();
		add(meta.cost());
		this.attempts.addAll(meta.attempts());
		this.omitted.addAll(meta.omitted());
		this.cached &= meta.cached();
	}

	/**
	 * One part that isn't known makes the sum unknown; so do two currencies.
	 */
	private void add(@Nullable Cost more) {
		Cost sum = this.cost;
		this.costKnown &= more != null && (sum == null || sum.currency().equals(more.currency()));
		if (this.costKnown && more != null) {
			this.cost = (sum != null) ? sum.plus(more) : more;
		}
	}

	private static Usage sum(Usage one, Usage other) {
		if (one.isMissing() || other.isMissing()) {
			return Usage.MISSING;
		}
		Source source = (one.source() == other.source()) ? one.source() : Source.ESTIMATED;
		return new Usage(one.promptTokens() + other.promptTokens(), one.completionTokens() + other.completionTokens(),
				one.totalTokens() + other.totalTokens(), one.cachedTokens() + other.cachedTokens(),
				one.reasoningTokens() + other.reasoningTokens(), source, Map.of());
	}

	/**
	 * The last answer, with what all took together.
	 * @param last the last answer, which was added
	 * @param time how long the loop took
	 * @return the answer
	 */
	ChatCompletion of(ChatCompletion last, Duration time) {
		ResponseMeta meta = last.meta();
		ResponseMeta all = new ResponseMeta(meta.provider(), meta.model(), meta.requestedModel(), meta.requestId(),
				this.firstToken, time, this.costKnown ? this.cost : null, this.attempts, List.copyOf(this.omitted),
				this.cached, meta.structured());
		return new ChatCompletion(last.id(), last.model(), last.created(), last.choices(),
				(this.usage != null) ? this.usage : Usage.MISSING, all, last.additional());
	}

}
