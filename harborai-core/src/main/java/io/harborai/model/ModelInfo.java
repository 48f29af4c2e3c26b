package io.harborai.model;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is known about one model of one provider. Everything but the names may be unknown;
 * what is unknown is {@code null} or empty, never a guess. Immutable.
 *
 * @param id the name that the vendor knows it by
 * @param provider the name of the configured provider that offers it; in the catalog,
 * where no provider is configured yet, the vendor's name
 * @param vendor the vendor's name, such as {@code deepseek}
 * @param alias another name under which callers may ask for it, {@code null} if none
 * @param displayName a name for people, {@code null} if none
 * @param contextWindow the tokens that input and output may have together, {@code null}
 * if unknown
 * @param maxInput the tokens that the input may have, {@code null} if unknown
 * @param maxOutput the tokens that the output may have, {@code null} if unknown
 * @param capabilities what it is known to be able to do
 * @param lifecycle where its name stands in its life
 * @param prices its price list, in the order in which rows are tried: by currency in the
 * order given, and for each currency rows with windows first, then the later ones; empty
 * if no price is known
 */
public record ModelInfo(String id, String provider, String vendor, @Nullable String alias, @Nullable String displayName,
		@Nullable Integer contextWindow, @Nullable Integer maxInput, @Nullable Integer maxOutput,
		Set<Capability> capabilities, Lifecycle lifecycle, List<PriceRow> prices) {

	public ModelInfo {
		requireText("id", id);
		requireText("provider", provider);
		requireText("vendor", vendor);
		requirePositive("contextWindow", contextWindow);
		requirePositive("maxInput", maxInput);
		requirePositive("maxOutput", maxOutput);
		capabilities = capabilities.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(capabilities));
		Objects.requireNonNull(lifecycle, "lifecycle");
		prices = PriceOrder.sort(prices);
	}

	private static void requireText(String name, String value) {
		if (value.isBlank()) {
			throw new IllegalArgumentException("The '" + name + "' of a model must not be blank");
		}
	}

	private static void requirePositive(String name, @Nullable Integer value) {
		if (value != null && value <= 0) {
			throw new IllegalArgumentException("The '" + name + "' of a model must be positive, but is " + value);
		}
	}

	/**
	 * Start a model of which nothing but its names is known. Its provider is called like
	 * its vendor unless set.
	 * @param vendor the vendor's name
	 * @param id the name that the vendor knows the model by
	 * @return a builder
	 */
	public static Builder builder(String vendor, String id) {
		return new Builder(vendor, id);
	}

	/**
	 * Start from this model, to change some of it.
	 * @return a builder filled with this model
	 */
	public Builder toBuilder() {
		return new Builder(this.vendor, this.id).provider(this.provider)
			.alias(this.alias)
			.displayName(this.displayName)
			.contextWindow(this.contextWindow)
			.maxInput(this.maxInput)
			.maxOutput(this.maxOutput)
			.capabilities(this.capabilities)
			.lifecycle(this.lifecycle)
			.prices(this.prices);
	}

	/**
	 * The same model as a configured provider offers it.
	 * @param name the provider's name
	 * @return the model
	 */
	public ModelInfo withProvider(String name) {
		return name.equals(this.provider) ? this : toBuilder().provider(name).build();
	}

	/**
	 * Fill what is unknown here. Names and lifecycle are this model's own.
	 * @param other what is known elsewhere of the same model
	 * @return the merged model
	 */
	public ModelInfo orElse(ModelInfo other) {
		return toBuilder().displayName((this.displayName != null) ? this.displayName : other.displayName)
			.contextWindow((this.contextWindow != null) ? this.contextWindow : other.contextWindow)
			.maxInput((this.maxInput != null) ? this.maxInput : other.maxInput)
			.maxOutput((this.maxOutput != null) ? this.maxOutput : other.maxOutput)
			.capabilities(this.capabilities.isEmpty() ? other.capabilities : this.capabilities)
			.prices(this.prices.isEmpty() ? other.prices : this.prices)
			.build();
	}

	/**
	 * The name to ask for it by: its alias if it has one, else its id.
	 * @return the name
	 */
	public String name() {
		return (this.alias != null) ? this.alias : this.id;
	}

	/**
	 * Whether it is known to be able to do something.
	 * @param capability the capability
	 * @return whether it is known to
	 */
	public boolean supports(Capability capability) {
		return this.capabilities.contains(capability);
	}

	/**
	 * Whether it is known to think before it answers, always or when asked to.
	 * @return whether it thinks
	 */
	public boolean reasons() {
		return supports(Capability.REASONING) || supports(Capability.REASONING_ALWAYS);
	}

	/**
	 * Builds a {@link ModelInfo}. Not thread-safe.
	 */
	public static final class Builder {

		private final String vendor;

		private final String id;

		private String provider;

		private @Nullable String alias;

		private @Nullable String displayName;

		private @Nullable Integer contextWindow;

		private @Nullable Integer maxInput;

		private @Nullable Integer maxOutput;

		private Collection<Capability> capabilities = Set.of();

		private Lifecycle lifecycle = Lifecycle.ACTIVE;

		private List<PriceRow> prices = List.of();

		private Builder(String vendor, String id) {
			this.vendor = vendor;
			this.id = id;
			this.provider = vendor;
		}

		/**
		 * Set the name of the configured provider that offers the model.
		 * @param provider the name
		 * @return this builder
		 */
		public Builder provider(String provider) {
			this.provider = provider;
			return this;
		}

		/**
		 * Set another name under which callers may ask for the model.
		 * @param alias the name, {@code null} for none
		 * @return this builder
		 */
		public Builder alias(@Nullable String alias) {
			this.alias = alias;
			return this;
		}

		/**
		 * Set a name for people.
		 * @param displayName the name, {@code null} for none
		 * @return this builder
		 */
		public Builder displayName(@Nullable String displayName) {
			this.displayName = displayName;
			return this;
		}

		/**
		 * Set the tokens that input and output may have together.
		 * @param tokens the tokens, {@code null} if unknown
		 * @return this builder
		 */
		public Builder contextWindow(@Nullable Integer tokens) {
			this.contextWindow = tokens;
			return this;
		}

		/**
		 * Set the tokens that the input may have.
		 * @param tokens the tokens, {@code null} if unknown
		 * @return this builder
		 */
		public Builder maxInput(@Nullable Integer tokens) {
			this.maxInput = tokens;
			return this;
		}

		/**
		 * Set the tokens that the output may have.
		 * @param tokens the tokens, {@code null} if unknown
		 * @return this builder
		 */
		public Builder maxOutput(@Nullable Integer tokens) {
			this.maxOutput = tokens;
			return this;
		}

		/**
		 * Set what the model is known to be able to do.
		 * @param capabilities the capabilities
		 * @return this builder
		 */
		public Builder capabilities(Collection<Capability> capabilities) {
			this.capabilities = capabilities;
			return this;
		}

		/**
		 * Set what the model is known to be able to do.
		 * @param capabilities the capabilities
		 * @return this builder
		 */
		public Builder capabilities(Capability... capabilities) {
			return capabilities(List.of(capabilities));
		}

		/**
		 * Set where the model's name stands in its life.
		 * @param lifecycle the lifecycle, active unless set
		 * @return this builder
		 */
		public Builder lifecycle(Lifecycle lifecycle) {
			this.lifecycle = lifecycle;
			return this;
		}

		/**
		 * Set the price list.
		 * @param prices the rows; the first one's currency is the default one
		 * @return this builder
		 */
		public Builder prices(List<PriceRow> prices) {
			this.prices = prices;
			return this;
		}

		/**
		 * Build the model.
		 * @return the model
		 * @throws IllegalArgumentException if a name is blank or a token count is not
		 * positive
		 */
		public ModelInfo build() {
			Set<Capability> set = EnumSet.noneOf(Capability.class);
			set.addAll(this.capabilities);
			return new ModelInfo(this.id, this.provider, this.vendor, this.alias, this.displayName, this.contextWindow,
					this.maxInput, this.maxOutput, set, this.lifecycle, this.prices);
		}

	}

}
