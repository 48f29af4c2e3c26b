package io.harborai.autoconfigure;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.harborai.model.Capability;
import org.jspecify.annotations.Nullable;

/**
 * A model that a provider offers.
 */
public class ModelProperties {

	/**
	 * Name that the vendor knows the model by.
	 */
	private @Nullable String id;

	/**
	 * Another name under which the model may be asked for.
	 */
	private @Nullable String alias;

	/**
	 * Name for people.
	 */
	private @Nullable String displayName;

	/**
	 * Tokens that input and output may have together.
	 */
	private @Nullable Integer contextWindow;

	/**
	 * Tokens that the input may have.
	 */
	private @Nullable Integer maxInput;

	/**
	 * Tokens that the output may have.
	 */
	private @Nullable Integer maxOutput;

	/**
	 * What the model can do.
	 */
	private Set<Capability> capabilities = new LinkedHashSet<>();

	/**
	 * Price list. The first row that applies to a call counts.
	 */
	private List<Price> prices = new ArrayList<>();

	public @Nullable String getId() {
		return this.id;
	}

	public void setId(@Nullable String id) {
		this.id = id;
	}

	public @Nullable String getAlias() {
		return this.alias;
	}

	public void setAlias(@Nullable String alias) {
		this.alias = alias;
	}

	public @Nullable String getDisplayName() {
		return this.displayName;
	}

	public void setDisplayName(@Nullable String displayName) {
		this.displayName = displayName;
	}

	public @Nullable Integer getContextWindow() {
		return this.contextWindow;
	}

	public void setContextWindow(@Nullable Integer contextWindow) {
		this.contextWindow = contextWindow;
	}

	public @Nullable Integer getMaxInput() {
		return this.maxInput;
	}

	public void setMaxInput(@Nullable Integer maxInput) {
		this.maxInput = maxInput;
	}

	public @Nullable Integer getMaxOutput() {
		return this.maxOutput;
	}

	public void setMaxOutput(@Nullable Integer maxOutput) {
		this.maxOutput = maxOutput;
	}

	public Set<Capability> getCapabilities() {
		return this.capabilities;
	}

	public void setCapabilities(Set<Capability> capabilities) {
		this.capabilities = capabilities;
	}

	public List<Price> getPrices() {
		return this.prices;
	}

	public void setPrices(List<Price> prices) {
		this.prices = prices;
	}

	/**
	 * Prices for a million tokens.
	 */
	public static class Price {

		/**
		 * Currency of the prices, as an ISO code such as CNY.
		 */
		private @Nullable Currency currency;

		/**
		 * Price of a million input tokens that were not served from the vendor's cache.
		 */
		private @Nullable BigDecimal input;

		/**
		 * Price of a million input tokens served from the vendor's cache.
		 */
		private @Nullable BigDecimal cachedInput;

		/**
		 * Price of a million output tokens.
		 */
		private @Nullable BigDecimal output;

		/**
		 * Price of a million output tokens of an answer that was thought about.
		 */
		private @Nullable BigDecimal reasoningOutput;

		/**
		 * Size that a request's input must exceed for the row to apply, in tokens.
		 */
		private @Nullable Long inputOver;

		/**
		 * Largest size of a request's input to which the row applies, in tokens.
		 */
		private @Nullable Long inputUpTo;

		/**
		 * Size that an answer must exceed for the row to apply, in tokens.
		 */
		private @Nullable Long outputOver;

		/**
		 * Largest size of an answer to which the row applies, in tokens.
		 */
		private @Nullable Long outputUpTo;

		/**
		 * Hours in which the row applies; always, if there are none. Rows with hours win
		 * over rows without.
		 */
		private List<Window> windows = new ArrayList<>();

		/**
		 * First moment of the row, such as "2026-01-01T00:00:00Z".
		 */
		private @Nullable Instant effectiveFrom;

		/**
		 * First moment after the row.
		 */
		private @Nullable Instant effectiveUntil;

		public @Nullable Currency getCurrency() {
			return this.currency;
		}

		public void setCurrency(@Nullable Currency currency) {
			this.currency = currency;
		}

		public @Nullable BigDecimal getInput() {
			return this.input;
		}

		public void setInput(@Nullable BigDecimal input) {
			this.input = input;
		}

		public @Nullable BigDecimal getCachedInput() {
			return this.cachedInput;
		}

		public void setCachedInput(@Nullable BigDecimal cachedInput) {
			this.cachedInput = cachedInput;
		}

		public @Nullable BigDecimal getOutput() {
			return this.output;
		}

		public void setOutput(@Nullable BigDecimal output) {
			this.output = output;
		}

		public @Nullable BigDecimal getReasoningOutput() {
			return this.reasoningOutput;
		}

		public void setReasoningOutput(@Nullable BigDecimal reasoningOutput) {
			this.reasoningOutput = reasoningOutput;
		}

		public @Nullable Long getInputOver() {
			return this.inputOver;
		}

		public void setInputOver(@Nullable Long inputOver) {
			this.inputOver = inputOver;
		}

		public @Nullable Long getInputUpTo() {
			return this.inputUpTo;
		}

		public void setInputUpTo(@Nullable Long inputUpTo) {
			this.inputUpTo = inputUpTo;
		}

		public @Nullable Long getOutputOver() {
			return this.outputOver;
		}

		public void setOutputOver(@Nullable Long outputOver) {
			this.outputOver = outputOver;
		}

		public @Nullable Long getOutputUpTo() {
			return this.outputUpTo;
		}

		public void setOutputUpTo(@Nullable Long outputUpTo) {
			this.outputUpTo = outputUpTo;
		}

		public List<Window> getWindows() {
			return this.windows;
		}

		public void setWindows(List<Window> windows) {
			this.windows = windows;
		}

		public @Nullable Instant getEffectiveFrom() {
			return this.effectiveFrom;
		}

		public void setEffectiveFrom(@Nullable Instant effectiveFrom) {
			this.effectiveFrom = effectiveFrom;
		}

		public @Nullable Instant getEffectiveUntil() {
			return this.effectiveUntil;
		}

		public void setEffectiveUntil(@Nullable Instant effectiveUntil) {
			this.effectiveUntil = effectiveUntil;
		}

	}

	/**
	 * Hours of the day on certain days of the week.
	 */
	public static class Window {

		/**
		 * Days on which the hours begin; every day, if there are none.
		 */
		private Set<DayOfWeek> days = new LinkedHashSet<>();

		/**
		 * First moment inside, such as "08:30".
		 */
		private @Nullable LocalTime from;

		/**
		 * First moment outside. One that isn't after the first moment inside is on the
		 * next day; the same one makes a whole day.
		 */
		private @Nullable LocalTime to;

		/**
		 * Time zone of the hours, such as "Asia/Shanghai".
		 */
		private @Nullable ZoneId zone;

		public Set<DayOfWeek> getDays() {
			return this.days;
		}

		public void setDays(Set<DayOfWeek> days) {
			this.days = days;
		}

		public @Nullable LocalTime getFrom() {
			return this.from;
		}

		public void setFrom(@Nullable LocalTime from) {
			this.from = from;
		}

		public @Nullable LocalTime getTo() {
			return this.to;
		}

		public void setTo(@Nullable LocalTime to) {
			this.to = to;
		}

		public @Nullable ZoneId getZone() {
			return this.zone;
		}

		public void setZone(@Nullable ZoneId zone) {
			this.zone = zone;
		}

	}

}
