package io.harborai.provider;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;

import io.harborai.call.Attempt;
import io.harborai.call.AttemptListener;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Outcome;
import io.harborai.call.Target;
import io.harborai.call.Ticker;
import io.harborai.chat.CallOptions;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.JsonSchema;
import io.harborai.error.ErrorDetails;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.KeysRestingException;
import io.harborai.model.ModelInfo;
import io.harborai.resilience.KeyRestSettings;
import io.harborai.transport.AnswerRules;
import io.harborai.transport.Connections;
import io.harborai.transport.Endpoint;
import io.harborai.transport.ExchangeRequest;
import io.harborai.transport.HttpTransport;
import io.harborai.transport.Timeouts;
import io.harborai.wire.ChatRequestWriter;
import io.harborai.wire.ChatResponseReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A provider whose vendor is described by a {@link Dialect}: OpenAI and everything
 * compatible with it.
 */
final class DialectProvider implements Provider, ChatHandler {

	private static final Logger logger = LoggerFactory.getLogger(DialectProvider.class);

	private static final String USER_AGENT = "harborai-java";

	private static final ApiKey NO_KEY = new ApiKey("none", "");

	private final Dialect dialect;

	private final ProviderSettings settings;

	private final BaseUrl baseUrl;

	private final Endpoint calls;

	private final Endpoint streams;

	private final @Nullable Endpoint models;

	private final HttpTransport transport;

	private final Ticker ticker;

	private final Duration total;

	private final boolean exchangesKeys;

	private final Credentials credentials;

	private final AnswerRules rules;

	private final ChatRequestWriter writer;

	private final List<Map.Entry<String, String>> headers;

	private final AttemptListener outcomes = new AttemptListener() {

		@Override
		public void onEnd(Attempt attempt, Outcome outcome) {
			DialectProvider.this.lastOutcome = new LastOutcome(outcome.word(), Instant.now());
		}

	};

	private volatile @Nullable LastOutcome lastOutcome;

	private volatile @Nullable Embedder embedder;

	DialectProvider(Dialect dialect, ProviderSettings settings, ProviderContext context,
			@Nullable Function<Exchanging, Credentials> keyExchange) {
		this.dialect = dialect;
		this.settings = settings;
		String url = (settings.baseUrl() != null) ? settings.baseUrl() : dialect.baseUrl();
		this.baseUrl = BaseUrl.of(Objects.requireNonNull(url), settings.query());
		this.headers = headers(dialect, settings);
		URI chat = this.baseUrl.resolve(dialect.chatPath());
		this.calls = jsonEndpoint(chat, false);
		this.streams = jsonEndpoint(chat, true);
		this.models = (dialect.modelsPath() != null)
				? new Endpoint("GET", this.baseUrl.resolve(dialect.modelsPath()), modelsHeaders()) : null;
		this.ticker = context.ticker();
		this.transport = new HttpTransport(settings.name(), settings.http(), settings.timeouts(), context.loops(),
				context.ticker());
		this.total = Objects.requireNonNull(settings.timeouts().orElse(Timeouts.DEFAULTS).total());
		this.exchangesKeys = keyExchange != null;
		this.credentials = (keyExchange != null)
				? keyExchange.apply(new Exchanging(settings, context.ticker(), this::fetch))
				: keyRing(dialect, settings, context);
		this.rules = new AnswerRules(new ChatResponseReader(dialect.inlineThink()), dialect.errors(),
				dialect.requestIdHeaders(), dialect.rateHeaders(), dialect.remedies(), this::secrets);
		this.writer = new ChatRequestWriter(dialect.format());
	}

	private static Credentials keyRing(Dialect dialect, ProviderSettings settings, ProviderContext context) {
		ApiKeySource source = context.keySource(settings.name());
		Supplier<List<ApiKey>> keys = (source != null) ? new SourcedKeys(settings.name(), source,
				(key) -> SettingsChecks.problem(dialect, settings, key), dialect.keyRequired()) : settings::apiKeys;
		return new KeyRing(settings.name(), keys, settings.resilience().keyRest().orElse(KeyRestSettings.DEFAULTS),
				context.ticker());
	}

	private static List<Map.Entry<String, String>> headers(Dialect dialect, ProviderSettings settings) {
		List<Map.Entry<String, String>> headers = new ArrayList<>();
		headers.add(Map.entry("User-Agent", USER_AGENT));
		dialect.optionHeaders().forEach((option, header) -> {
			String value = settings.options().get(option);
			if (value != null) {
				headers.add(Map.entry(header, value));
			}
		});
		settings.headers().forEach((name, value) -> headers.add(Map.entry(name, value)));
		return List.copyOf(headers);
	}

	private Endpoint jsonEndpoint(URI uri, boolean stream) {
		List<Map.Entry<String, String>> headers = new ArrayList<>();
		headers.add(Map.entry("Content-Type", "application/json"));
		headers.add(Map.entry("Accept", stream ? "text/event-stream" : "application/json"));
		if (stream) {
			headers.add(Map.entry("Accept-Encoding", "identity"));
		}
		headers.addAll(this.headers);
		return new Endpoint("POST", uri, headers);
	}

	private List<Map.Entry<String, String>> modelsHeaders() {
		List<Map.Entry<String, String>> headers = new ArrayList<>(this.headers);
		headers.add(Map.entry("Accept", "application/json"));
		return headers;
	}

	private Collection<String> secrets() {
		List<String> secrets = new ArrayList<>(this.credentials.secrets());
		if (this.settings.accessKey() != null && this.settings.secretKey() != null) {
			secrets.add(this.settings.accessKey());
			secrets.add(this.settings.secretKey());
		}
		return secrets;
	}

	@Override
	public String name() {
		return this.settings.name();
	}

	@Override
	public ChatHandler chat() {
		return this;
	}

	@Override
	public @Nullable Embedder embeddings() {
		Embedder current = this.embedder;
		EmbeddingRules rules = this.dialect.embeddings();
		if (current == null && rules != null) {
			// Two that are made at the same time are as good as one.
			current = new DialectEmbedder(this, rules, this.dialect.format().endUserField());
			this.embedder = current;
		}
		return current;
	}

	@Override
	public int inFlight() {
		return this.transport.inFlight();
	}

	@Override
	public Mono<ChatCompletion> complete(ChatCall call) {
		return Mono.fromDirect(withKey(call, false, this::completion));
	}

	@Override
	public Flux<ChatCompletionChunk> stream(ChatCall call) {
		return withKey(call, true, this::chunks);
	}

	private Flux<ChatCompletion> completion(ChatCall call, Attempt attempt, ApiKey key, Map<String, Object> extra) {
		return this.transport.complete(request(call, attempt.target(), key, extra, false), attempt, this.rules);
	}

	private Flux<ChatCompletionChunk> chunks(ChatCall call, Attempt attempt, ApiKey key, Map<String, Object> extra) {
		return this.transport.stream(request(call, attempt.target(), key, extra, true), attempt, this.rules);
	}

	/**
	 * Prepare an attempt: everything that can be refused here is, before a key is chosen.
	 */
	private <T> Flux<T> withKey(ChatCall asked, boolean stream, Sending<T> sending) {
		Attempt attempt = Objects.requireNonNull(asked.attempt(), "the attempt chain has not started an attempt");
		JsonSchema schema = asked.request().answerSchema();
		ChatCall call = (schema != null) ? formed(asked, attempt, schema) : asked;
		Map<String, Object> extra = checked(call.request(), attempt.target(), stream);
		attempt.listen(this.outcomes);
		if (!this.exchangesKeys) {
			return send(call, attempt, configuredKey(attempt), extra, sending);
		}
		return key(attempt.target()).flatMapMany((key) -> send(call, attempt, key, extra, sending));
	}

	private ChatCall formed(ChatCall call, Attempt attempt, JsonSchema schema) {
		AnswerForm form = AnswerForm.of(call.request(), schema, attempt.target(), this.dialect);
		attempt.structuredBy(form.strategy());
		return call.withRequest(form.request());
	}

	private <T> Flux<T> send(ChatCall call, Attempt attempt, ApiKey key, Map<String, Object> extra,
			Sending<T> sending) {
		sentWith(attempt, key, omitted(call.request(), extra));
		return sending.send(call, attempt, key, extra);
	}

	/**
	 * Send an attempt that isn't a chat's.
	 */
	<T> Mono<T> withKey(Attempt attempt, List<String> omitted, Function<ApiKey, Mono<T>> sending) {
		attempt.listen(this.outcomes);
		Function<ApiKey, Mono<T>> send = (key) -> {
			sentWith(attempt, key, omitted);
			return sending.apply(key);
		};
		return this.exchangesKeys ? key(attempt.target()).flatMap(send) : send.apply(configuredKey(attempt));
	}

	private void sentWith(Attempt attempt, ApiKey key, List<String> omitted) {
		boolean hasKey = key != NO_KEY;
		attempt.sentWith(hasKey ? key.name() : null, omitted);
		if (hasKey) {
			this.credentials.watch(attempt, key);
		}
	}

	/**
	 * That all keys rest is this attempt's end, which the failure has to tell like any
	 * other.
	 */
	private ApiKey configuredKey(Attempt attempt) {
		try {
			return configuredKey(attempt.target());
		}
		catch (KeysRestingException ex) {
			attempt.end(Outcome.of(ex));
			ErrorDetails known = ex.details();
			throw new KeysRestingException(attempt.failure(known.problem())
				.retryable(known.retryable())
				.retryAfter(known.retryAfter())
				.remedy(known.remedy())
				.build(), null);
		}
	}

	private ApiKey configuredKey(Target target) {
		ApiKey key = this.credentials.atHand(target);
		return (key != null) ? key : NO_KEY;
	}

	private Mono<ApiKey> key(Target target) {
		ApiKey key = this.credentials.atHand(target);
		return (key != null) ? Mono.just(key) : this.credentials.fetch(target);
	}

	private Map<String, Object> checked(ChatCompletionRequest request, Target target, boolean stream) {
		String problem = this.dialect.rule().problem(request, target.model());
		if (problem == null) {
			problem = MediaInput.problem(request, target.info());
		}
		if (problem != null) {
			throw new InvalidRequestException(
					ErrorDetails.problem(problem).target(target.provider(), target.model()).build(), null);
		}
		return this.dialect.spelling().fields(request, target.model(), stream, this.settings.options());
	}

	private List<String> omitted(ChatCompletionRequest request, Map<String, Object> extra) {
		List<String> omitted = this.writer.omitted(request);
		String reasoning = ReasoningFields.omitted(request.reasoning(), extra);
		if (reasoning == null) {
			return omitted;
		}
		List<String> all = new ArrayList<>(omitted);
		all.add(reasoning);
		return all;
	}

	private ExchangeRequest request(ChatCall call, Target target, ApiKey key, Map<String, Object> extra,
			boolean stream) {
		ChatCompletionRequest request = call.request();
		return new ExchangeRequest(endpoint(request, stream), headers(call.attempt(), request.options(), key),
				(out) -> this.writer.write(request, target.model(), stream, extra, out));
	}

	List<Map.Entry<String, String>> headers(@Nullable Attempt attempt, CallOptions options, ApiKey key) {
		Map<String, String> own = options.extraHeaders();
		List<Map.Entry<String, String>> headers = new ArrayList<>(own.size() + 2);
		if (this.dialect.callIdHeader() != null) {
			headers.add(Map.entry(this.dialect.callIdHeader(), callId()));
		}
		if (attempt != null && !attempt.headers().isEmpty()) {
			headers.addAll(attempt.headers());
		}
		if (!own.isEmpty()) {
			own.forEach((name, value) -> headers.add(Map.entry(name, value)));
		}
		authorize(headers, key);
		return headers;
	}

	/**
	 * An endpoint whose answers come as a whole.
	 */
	Endpoint endpoint(String path) {
		return jsonEndpoint(this.baseUrl.resolve(path), false);
	}

	private Endpoint endpoint(ChatCompletionRequest request, boolean stream) {
		String special = this.dialect.specialUrl(request, this.baseUrl.root());
		if (special != null) {
			return jsonEndpoint(this.baseUrl.absolute(special), stream);
		}
		return stream ? this.streams : this.calls;
	}

	private static String callId() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return new UUID(random.nextLong(), random.nextLong()).toString();
	}

	private void authorize(List<Map.Entry<String, String>> headers, ApiKey key) {
		if (!key.value().isEmpty()) {
			headers.add((this.dialect.keyHeader() == Dialect.KeyHeader.BEARER)
					? Map.entry("Authorization", "Bearer " + key.value()) : Map.entry("api-key", key.value()));
		}
	}

	@Override
	public Mono<List<ModelInfo>> listModels() {
		Endpoint models = this.models;
		if (models == null) {
			return Mono.just(List.of());
		}
		return Mono.defer(() -> {
			Target target = new Target(name(), "", "", null);
			return (this.exchangesKeys ? key(target) : Mono.just(configuredKey(target))).flatMap((key) -> {
				List<Map.Entry<String, String>> headers = new ArrayList<>(1);
				authorize(headers, key);
				return fetch(new ExchangeRequest(models, headers, null),
						(body) -> this.dialect.modelList().read(body, 0, body.length));
			});
		});
	}

	@Override
	public Mono<Void> rehearse() {
		return Mono.<Void>fromRunnable(() -> Rehearsal.of(this.writer, this.rules.reader()))
			.then(listModels().doOnError((ex) -> logger.debug("{} can't be reached yet: {}", name(), ex.getMessage())))
			.onErrorComplete()
			.then();
	}

	private <T> Mono<T> fetch(ExchangeRequest request, Function<byte[], T> reader) {
		return Mono.defer(() -> fetch(request, Attempt.outsideCall(name(), this.total, this.ticker), reader));
	}

	<T> Mono<T> fetch(ExchangeRequest request, Attempt attempt, Function<byte[], T> reader) {
		return this.transport.fetch(request, attempt, this.rules, reader);
	}

	@Override
	public @Nullable LastOutcome lastOutcome() {
		return this.lastOutcome;
	}

	@Override
	public Connections connections() {
		return this.transport.connections();
	}

	@Override
	public List<String> keyNames() {
		return this.credentials.names();
	}

	@Override
	public Map<String, String> restingKeys() {
		return this.credentials.resting();
	}

	@Override
	public void wakeKeys() {
		this.credentials.wake();
	}

	@Override
	public Mono<Void> close(Duration grace) {
		return this.transport.close(grace);
	}

	/**
	 * Sends an attempt.
	 *
	 * @param <T> what comes back
	 */
	private interface Sending<T> {

		Flux<T> send(ChatCall call, Attempt attempt, ApiKey key, Map<String, Object> extra);

	}

}
