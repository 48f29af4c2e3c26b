package io.harborai.transport;

import java.time.Duration;
import java.util.Locale;

import io.harborai.call.Attempt;
import io.harborai.call.RateHints;
import io.harborai.error.ErrorCategory;
import io.harborai.error.ErrorClass;
import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import io.harborai.wire.ErrorBody;
import io.harborai.wire.Scrubber;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes typed exceptions of what vendors say when they refuse.
 */
final class VendorErrors {

	private static final int CONFLICT = 409;

	private final AnswerRules rules;

	VendorErrors(AnswerRules rules) {
		this.rules = rules;
	}

	/**
	 * The failure that an error body stands for.
	 * @param status the HTTP status, which for an error inside a good answer isn't one of
	 * an error
	 * @param headers the answer's headers
	 * @param body the error
	 * @return how to end the attempt
	 */
	Failure failure(int status, HttpHeaders headers, ErrorBody body) {
		Integer embedded = body.status();
		int effective = (status >= 200 && status < 300 && embedded != null) ? embedded : status;
		ErrorCategory category = this.rules.errors().classify(effective, body);
		boolean retryable = category.retryable();
		ErrorClass errorClass = category.errorClass();
		String asked = headers.get("x-should-retry");
		if (asked != null && (retryable || effective == CONFLICT)) {
			retryable = Boolean.parseBoolean(asked);
			errorClass = retryable ? ErrorClass.TRANSIENT : ErrorClass.UNREACHABLE;
		}
		boolean wrongPath = this.rules.errors().isWrongPath(status, body);
		String remedy = remedy(category, wrongPath);
		boolean mayRetry = retryable;
		Duration retryAfter = retryAfter(category, headers);
		return Failure.of(category.name().toLowerCase(Locale.ROOT), errorClass, retryAfter, (attempt) -> {
			ErrorDetails.Builder details = attempt.failure(problem(category, body, wrongPath, attempt))
				.statusCode(status)
				.vendorCode(vendorCode(body, attempt))
				.retryable(mayRetry)
				.remedy(remedy);
			if (mayRetry) {
				details.retryAfter(retryAfter);
			}
			// The header's id is the one that good answers carry too.
			String id = body.requestId();
			if (id != null && this.rules.requestId(headers) == null && this.rules.isRequestId(id)) {
				details.requestId(id);
			}
			return category.exception(details.build(), null);
		});
	}

	/**
	 * A limit that was met without a word of when to come back: the vendor's counters may
	 * tell.
	 */
	private @Nullable Duration retryAfter(ErrorCategory category, HttpHeaders headers) {
		Duration said = RetryAfter.of(headers);
		if (said != null || category != ErrorCategory.RATE_LIMIT) {
			return said;
		}
		RateHints hints = this.rules.rateHeaders().read(headers);
		Duration requests = isUsedUp(hints.remainingRequests()) ? hints.requestsResetIn() : null;
		Duration tokens = isUsedUp(hints.remainingTokens()) ? hints.tokensResetIn() : null;
		return (requests == null || (tokens != null && tokens.compareTo(requests) > 0)) ? tokens : requests;
	}

	private static boolean isUsedUp(@Nullable Long remaining) {
		return remaining != null && remaining == 0;
	}

	private @Nullable String vendorCode(ErrorBody body, Attempt attempt) {
		String code = (body.code() != null) ? body.code() : body.type();
		return (code != null) ? scrub(code, attempt) : null;
	}

	private String scrub(String said, Attempt attempt) {
		return Scrubber.scrub(said, this.rules.secrets().get(), attempt.call(), attempt.answer());
	}

	private String problem(ErrorCategory category, ErrorBody body, boolean wrongPath, Attempt attempt) {
		String said = wrongPath ? "the vendor has nothing at this address" : sentence(category);
		String message = body.message();
		if (message == null || message.isBlank()) {
			return said;
		}
		String scrubbed = scrub(message, attempt).strip();
		while (scrubbed.endsWith(".") || scrubbed.endsWith("。")) {
			scrubbed = scrubbed.substring(0, scrubbed.length() - 1);
		}
		return scrubbed.isEmpty() ? said : said + ": " + scrubbed;
	}

	private static String sentence(ErrorCategory category) {
		return switch (category) {
			case INVALID_REQUEST -> "the vendor rejects the request";
			case CONTEXT_LENGTH -> "the conversation is too long for the model";
			case CONTENT_FILTER -> "the vendor's moderation refused";
			case AUTHENTICATION -> "the vendor doesn't accept the key";
			case PERMISSION -> "the key may not do this";
			case INSUFFICIENT_BALANCE -> "the account has no balance left";
			case QUOTA_EXHAUSTED -> "the account's quota is used up";
			case MODEL_NOT_FOUND -> "the vendor doesn't serve this model to this account";
			case RATE_LIMIT -> "the vendor limits the rate of requests";
			case OVERLOADED -> "the vendor is overloaded";
			case SERVER_ERROR -> "the vendor failed";
			case TIMEOUT -> "the vendor ran out of time";
			case PARSE -> "the vendor's answer can't be read";
		};
	}

	private String remedy(ErrorCategory category, boolean wrongPath) {
		if (wrongPath) {
			return "Check the provider's base-url: it must be the vendor's API root, version included.";
		}
		String own = this.rules.remedies().get(category);
		if (own != null) {
			return own;
		}
		return switch (category) {
			case INVALID_REQUEST -> "Correct the request; sending it again won't help.";
			case CONTEXT_LENGTH -> "Shorten the conversation or choose a model with a larger window.";
			case CONTENT_FILTER -> "Rephrase the prompt.";
			case AUTHENTICATION -> "Check the provider's api-key.";
			case PERMISSION -> "Give the key this permission in the vendor's console, or use another one.";
			case INSUFFICIENT_BALANCE -> "Top up the account in the vendor's console.";
			case QUOTA_EXHAUSTED -> "Raise the quota in the vendor's console, or use another key.";
			case MODEL_NOT_FOUND -> "Check the model's name and that it is opened for this account.";
			case RATE_LIMIT -> "Slow down, spread the load over more keys, or raise the limit.";
			case OVERLOADED, SERVER_ERROR, TIMEOUT -> "Try again later or go to another provider.";
			case PARSE -> "If a gateway stands in between, check what it sends.";
		};
	}

}
