package io.harborai.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Decides what an answer says: what a test has fixed, and the rest from the request.
 */
final class AnswerPlanner {

	private static final int CACHE_BLOCK = 64;

	private static final int MOST_CHOICES = 128;

	private static final int HIDDEN_REASONING = 64;

	private final Dialect dialect;

	private final ChatRequest request;

	private final Content content;

	private final SplittableRandom random;

	private final Identifiers ids;

	AnswerPlanner(Dialect dialect, ChatRequest request, Content content, SplittableRandom random) {
		this.dialect = dialect;
		this.request = request;
		this.content = content;
		this.random = random;
		this.ids = new Identifiers(random);
	}

	Answer plan(long created) {
		List<ToolInvocation> calls = (this.content.text() == null && this.content.calls().isEmpty()) ? invented()
				: this.content.calls();
		String[] reasoning = reasoning();
		String[] text = text(!calls.isEmpty());
		int budget = this.request.maxTokens();
		if (reasoningCounts()) {
			reasoning = cut(reasoning, budget);
			budget -= Math.min(budget, reasoning.length);
		}
		boolean tooLong = calls.isEmpty() && text.length > budget;
		List<PlannedCall> planned = planned(calls);
		Answer.Head head = new Answer.Head(this.ids.response(this.dialect, created), this.request.model(), created);
		String finish = calls.isEmpty() ? (tooLong ? "length" : "stop") : "tool_calls";
		Answer answer = new Answer(head, reasoning, cut(text, budget), planned,
				(this.content.finish() != null) ? this.content.finish() : finish, null, this.request.includeUsage(),
				choices(), thinking());
		return (this.content.usageSent()) ? withUsage(answer) : answer;
	}

	private Answer withUsage(Answer answer) {
		TokenUsage usage = (this.content.usage() != null) ? this.content.usage() : counted(answer);
		return new Answer(answer.head(), answer.reasoning(), answer.text(), answer.calls(), answer.finish(), usage,
				answer.usageInStream(), answer.choices(), answer.thinking());
	}

	private TokenUsage counted(Answer answer) {
		int prompt = 0;
		int history = 0;
		for (Map<?, ?> message : this.request.messages()) {
			history = prompt;
			prompt += 4 + Tokens.estimate(ChatRequest.contentText(message));
		}
		int hidden = (this.dialect == Dialect.OPENAI && thinking()) ? HIDDEN_REASONING : 0;
		long written = (long) answer.tokens() * answer.choices() + hidden;
		return new TokenUsage(prompt, written, history / CACHE_BLOCK * CACHE_BLOCK, answer.reasoning().length + hidden);
	}

	private String[] reasoning() {
		if (this.dialect == Dialect.OPENAI) {
			return Tokens.NONE;
		}
		String[] fixed = this.content.reasoning();
		if (fixed != null) {
			return fixed;
		}
		return thinking() ? Tokens.split(Language.of(this.request.question()).reasoning()) : Tokens.NONE;
	}

	private String[] text(boolean calling) {
		String[] fixed = this.content.text();
		if (fixed != null) {
			return fixed;
		}
		return calling ? Tokens.NONE : Tokens.split(inventedText());
	}

	private String inventedText() {
		String question = this.request.question();
		return switch (this.request.responseFormat()) {
			case "json_schema" -> new SampleValues(schema(), this.random).object();
			case "json_object" ->
				JsonText.of(Map.of("answer", Language.of(question).answer(this.request.model(), question)));
			default -> this.request.lastRole().equals("tool")
					? Language.of(question)
						.toolAnswer(this.request.model(), ChatRequest.contentText(this.request.lastMessage()))
					: Language.of(question).answer(this.request.model(), question);
		};
	}

	private Map<?, ?> schema() {
		Object named = this.request.object("response_format").get("json_schema");
		return (named instanceof Map<?, ?> map && map.get("schema") instanceof Map<?, ?> schema) ? schema : Map.of();
	}

	private List<ToolInvocation> invented() {
		String choice = this.request.toolChoice();
		if (choice.equals("none")) {
			return List.of();
		}
		boolean asked = this.request.lastRole().equals("user");
		String question = this.request.question().toLowerCase(Locale.ROOT);
		for (Map<?, ?> function : this.request.functions()) {
			String name = String.valueOf(function.get("name"));
			boolean mentioned = asked && (question.contains(name.toLowerCase(Locale.ROOT))
					|| question.contains(name.toLowerCase(Locale.ROOT).replaceAll("[_-]+", " ")));
			if (choice.equals("required") || choice.equals(name) || mentioned) {
				Map<?, ?> parameters = (function.get("parameters") instanceof Map<?, ?> schema) ? schema : Map.of();
				return List.of(new ToolInvocation(name, new SampleValues(parameters, this.random).object()));
			}
		}
		return List.of();
	}

	private List<PlannedCall> planned(List<ToolInvocation> calls) {
		PlannedCall[] planned = new PlannedCall[calls.size()];
		for (int i = 0; i < planned.length; i++) {
			planned[i] = PlannedCall.of(this.ids.call(this.dialect, i), calls.get(i));
		}
		return List.of(planned);
	}

	private boolean thinking() {
		return switch (this.dialect) {
			case DEEPSEEK -> DeepSeekRules.thinking(this.request);
			case DOUBAO -> DoubaoRules.thinking(this.request);
			case WENXIN -> WenxinRules.thinking(this.request);
			case OPENAI -> OpenAiRules.reasons(this.request.model());
		};
	}

	/**
	 * Return whether the limit of the request holds for reasoning too: always at
	 * DeepSeek, elsewhere only with {@code max_completion_tokens}.
	 */
	private boolean reasoningCounts() {
		return this.dialect == Dialect.DEEPSEEK || this.request.has("max_completion_tokens");
	}

	private int choices() {
		double asked = (this.dialect == Dialect.OPENAI) ? this.request.number("n", 1) : 1;
		return (int) Math.min(MOST_CHOICES, Math.max(1, asked));
	}

	private static String[] cut(String[] tokens, int budget) {
		return (tokens.length <= budget) ? tokens : Arrays.copyOf(tokens, Math.max(0, budget));
	}

}
