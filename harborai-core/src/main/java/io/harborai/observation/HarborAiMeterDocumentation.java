package io.harborai.observation;

import io.harborai.observation.HarborAiObservationDocumentation.CallKeys;
import io.harborai.observation.HarborAiObservationDocumentation.TargetKeys;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * The meters of a client. Names are those of OpenTelemetry's conventions for generative
 * AI where it has one. Tags have configured names only, so there are only so many series
 * whatever users send.
 */
public enum HarborAiMeterDocumentation implements MeterDocumentation {

	/** How long calls take. */
	DURATION("gen_ai.client.operation.duration", Meter.Type.TIMER,
			"Time from the start of a call to its end, all attempts and the whole of a stream included",
			TargetKeys.OPERATION, TargetKeys.PROVIDER, TargetKeys.MODEL, CallKeys.ERROR),

	/** How long streams take to their first delta. */
	TIME_TO_FIRST_TOKEN("gen_ai.client.time_to_first_token", Meter.Type.TIMER,
			"Time from the start of a streamed call to its first text, reasoning or tool fragment",
			TargetKeys.OPERATION, TargetKeys.PROVIDER, TargetKeys.MODEL),

	/** How long each further delta of a stream takes. */
	TIME_PER_OUTPUT_CHUNK("gen_ai.client.operation.time_per_output_chunk", Meter.Type.TIMER,
			"Time between one delta of a streamed call and the next", TargetKeys.OPERATION, TargetKeys.PROVIDER,
			TargetKeys.MODEL),

	/** How many tokens are used. */
	TOKEN_USAGE("gen_ai.client.token.usage", Meter.Type.DISTRIBUTION_SUMMARY,
			"Tokens that an attempt used; of streams that were cancelled or broke too", TargetKeys.OPERATION,
			TargetKeys.PROVIDER, TargetKeys.MODEL, Keys.TOKEN_TYPE, Keys.SOURCE),

	/** How much of a call's time is the client's own. */
	OVERHEAD("harborai.client.overhead", Meter.Type.TIMER,
			"The client's own time from the start of a call until its first attempt is handed to the network",
			TargetKeys.PROVIDER),

	/** How attempts end. */
	ATTEMPTS("harborai.attempts", Meter.Type.COUNTER, "Attempts that have ended", TargetKeys.PROVIDER, TargetKeys.MODEL,
			Keys.OUTCOME),

	/** What attempts cost. */
	COST("harborai.cost", Meter.Type.COUNTER,
			"Money that attempts cost by the price list; of what broke or was cancelled, an estimate",
			TargetKeys.PROVIDER, TargetKeys.MODEL, Keys.CURRENCY),

	/** What has no known price. */
	COST_UNPRICED("harborai.cost.unpriced", Meter.Type.COUNTER,
			"Attempts that used tokens whose price is unknown, so that their cost is missing from harborai.cost",
			TargetKeys.PROVIDER, TargetKeys.MODEL),

	/** What is left for retries. */
	RETRY_BUDGET("harborai.retry.budget", Meter.Type.GAUGE,
			"Attempts beyond the first that a route, or a provider without a route, may make right now; "
					+ "no number before the first call",
			Keys.OWNER, Keys.NAME),

	/** What a budget has spent. */
	BUDGET_SPENT("harborai.budget.spent", Meter.Type.GAUGE,
			"Money that a budget has spent in its current window; of one that is split by a tag, that of the value which "
					+ "has least left",
			Keys.NAME, Keys.CURRENCY),

	/** What a budget has left. */
	BUDGET_REMAINING("harborai.budget.remaining", Meter.Type.GAUGE,
			"Money that a budget has left in its current window, without what is reserved for attempts under way",
			Keys.NAME, Keys.CURRENCY),

	/** How much a budget has. */
	BUDGET_LIMIT("harborai.budget.limit", Meter.Type.GAUGE, "Money that a budget may spend in a window", Keys.NAME,
			Keys.CURRENCY),

	/** What state the providers are in. */
	PROVIDERS("harborai.providers", Meter.Type.GAUGE, "Providers in each state", Keys.STATE),

	/** How many alerts there are. */
	ALERTS("harborai.alerts", Meter.Type.GAUGE, "Alerts that are up right now", Keys.KIND),

	/** What the cache of answers does. */
	CACHE("harborai.cache", Meter.Type.COUNTER, "Calls that took part in the cache of answers, where there is one",
			Keys.RESULT),

	/** How much the usage ledger has written. */
	LEDGER_WRITTEN("harborai.ledger.written", Meter.Type.COUNTER,
			"Rows of the usage ledger that were written to the database, where there is a ledger"),

	/** How much of the usage ledger is lost. */
	LEDGER_LOST("harborai.ledger.lost", Meter.Type.COUNTER,
			"Rows of the usage ledger that found no room while the database was away, or that it refused"),

	/** How much of the usage ledger waits in memory. */
	LEDGER_QUEUED("harborai.ledger.queued", Meter.Type.GAUGE,
			"Rows of the usage ledger that wait for the database in memory"),

	/** How much of the usage ledger waits in its file. */
	LEDGER_SPILLED("harborai.ledger.spilled", Meter.Type.GAUGE,
			"Rows of the usage ledger that wait for the database in the file"),

	/** How many connections are in use. */
	CONNECTIONS_ACTIVE("harborai.connections.active", Meter.Type.GAUGE, "Connections that carry an exchange",
			TargetKeys.PROVIDER),

	/** How many connections are not in use. */
	CONNECTIONS_IDLE("harborai.connections.idle", Meter.Type.GAUGE, "Connections that wait in the pool",
			TargetKeys.PROVIDER),

	/** How many exchanges wait for a connection. */
	CONNECTIONS_PENDING("harborai.connections.pending", Meter.Type.GAUGE, "Exchanges that wait for a connection",
			TargetKeys.PROVIDER),

	/** How many connections there may be. */
	CONNECTIONS_MAX("harborai.connections.max", Meter.Type.GAUGE,
			"Connections that the pool may hold; 0 as long as the provider isn't built", TargetKeys.PROVIDER);

	private final String meter;

	private final Meter.Type type;

	private final String description;

	private final KeyName[] keys;

	HarborAiMeterDocumentation(String meter, Meter.Type type, String description, KeyName... keys) {
		this.meter = meter;
		this.type = type;
		this.description = description;
		this.keys = keys;
	}

	@Override
	public String getName() {
		return this.meter;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.keys.clone();
	}

	/**
	 * What it tells.
	 * @return a sentence without a full stop
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Keys that only meters have.
	 */
	public enum Keys implements KeyName {

		/** {@code input} or {@code output}. */
		TOKEN_TYPE("gen_ai.token.type"),

		/** {@code provider} for what the vendor reported, {@code estimated} otherwise. */
		SOURCE("harborai.usage.source"),

		/** A word as in the trail: {@code ok}, {@code cancelled} or the kind of error. */
		OUTCOME("outcome"),

		/**
		 * {@code hit}, {@code miss} or {@code joined}, an equal call that was under way.
		 */
		RESULT("result"),

		/** The currency's ISO code. */
		CURRENCY("currency"),

		/** {@code route} or {@code provider}. */
		OWNER("owner"),

		/** The owner's name. */
		NAME("name"),

		/** {@code configured}, {@code starting}, {@code ready} or {@code disabled}. */
		STATE("state"),

		/** What the alert is about, such as {@code breaker_open}. */
		KIND("kind");

		private final String key;

		Keys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
