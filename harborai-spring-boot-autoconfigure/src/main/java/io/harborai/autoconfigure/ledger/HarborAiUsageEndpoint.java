package io.harborai.autoconfigure.ledger;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Actuator endpoint that shows what calls used and cost, from the {@link UsageLedger}.
 */
@Endpoint(id = "harboraiusage")
public class HarborAiUsageEndpoint {

	private final UsageLedger ledger;

	/**
	 * Create the endpoint.
	 * @param ledger knows the sums
	 */
	public HarborAiUsageEndpoint(UsageLedger ledger) {
		this.ledger = ledger;
	}

	/**
	 * What was used.
	 * @param by what the sums are about: day, provider, model or tag:(name); null for
	 * model
	 * @param from the first day, such as 2026-01-31; null for the last one
	 * @param to the last day; null for today
	 * @return the sums
	 */
	@ReadOperation
	public UsageReport usage(@Nullable String by, @Nullable String from, @Nullable String to) {
		LocalDate last = day("to", to, this.ledger.today());
		LocalDate first = day("from", from, last);
		try {
			return this.ledger.sums((by != null) ? by : "model", first, last);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(String.valueOf(ex.getMessage()), ex);
		}
	}

	private static LocalDate day(String parameter, @Nullable String value, LocalDate byDefault) {
		try {
			return (value != null) ? LocalDate.parse(value) : byDefault;
		}
		catch (DateTimeParseException ex) {
			throw invalid("'" + parameter + "' is a day such as 2026-01-31, not '" + value + "'", ex);
		}
	}

	private static InvalidEndpointRequestException invalid(String reason, Throwable cause) {
		return new InvalidEndpointRequestException(reason, reason, cause);
	}

}
