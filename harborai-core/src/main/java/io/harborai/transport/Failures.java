package io.harborai.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.SSLException;

import io.harborai.call.Attempt;
import io.harborai.call.Outcome;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.CallTimeoutException;
import io.harborai.error.CallTimeoutException.Clock;
import io.harborai.error.ConnectionFailedException;
import io.harborai.error.ConnectionFailedException.Reason;
import io.harborai.error.ErrorClass;
import io.harborai.error.HarborAiException;
import io.harborai.error.MalformedResponseException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.error.ResponseTooLargeException;
import io.harborai.error.ShuttingDownException;
import io.harborai.json.Json;
import io.harborai.usage.Usage;
import io.harborai.wire.UnreadableAnswerException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.AbortedException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/**
 * Makes typed failures of what goes wrong on the way, vendors' own errors aside.
 */
final class Failures {

	private Failures() {
	}

	static Failure clock(Clock clock, Duration limit) {
		String problem = switch (clock) {
			case CONNECT -> "no connection within " + text(limit);
			case FIRST_TOKEN -> "no answer began within " + text(limit);
			case PROGRESS -> "the answer stood still for " + text(limit);
			case TOTAL -> "the call took longer than the " + text(limit) + " it may";
		};
		String remedy = switch (clock) {
			case CONNECT -> "Check the network and base-url, or raise timeouts.connect.";
			case FIRST_TOKEN -> "Raise timeouts.first-token if the model may think for longer.";
			case PROGRESS -> "Raise timeouts.progress if the vendor may pause for longer.";
			case TOTAL -> "Raise timeouts.total or the request's total timeout.";
		};
		return Failure.of("timeout_" + clock.name().toLowerCase(Locale.ROOT),
				(clock != Clock.TOTAL) ? ErrorClass.TRANSIENT : ErrorClass.FINAL,
				(attempt) -> new CallTimeoutException(clock,
						attempt.failure(problem).retryable(clock != Clock.TOTAL).remedy(remedy).build(), null));
	}

	private static String text(Duration limit) {
		return (limit.toMillis() % 1000 == 0) ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
	}

	static Failure shuttingDown() {
		return Failure.of("shutting_down", ErrorClass.FINAL,
				(attempt) -> new ShuttingDownException(
						attempt.failure("the client or the provider was closed before the call had ended")
							.remedy("Raise the shutdown grace period if calls should be let finish.")
							.build(),
						null));
	}

	/**
	 * From anything that was thrown on the way.
	 * @param thrown what was thrown
	 * @param uri where the request went
	 * @param http the provider's settings
	 * @param timeouts the provider's clocks
	 * @return the failure
	 */
	static Failure of(Throwable thrown, URI uri, HttpSettings http, Timeouts timeouts) {
		if (thrown instanceof HarborAiException known) {
			return new Failure(Outcome.of(known), (attempt) -> known);
		}
		if (thrown instanceof DecoderException && thrown.getCause() instanceof SSLException tls) {
			return connection(tls, uri, http, timeouts);
		}
		if (thrown instanceof UnresolvedAddressException) {
			return connection(thrown, uri, http, timeouts);
		}
		if (thrown instanceof AnswerDecoder.TruncatedException) {
			return Failure.of("truncated", ErrorClass.TRANSIENT,
					(attempt) -> new StreamInterruptedException(
							attempt.failure("the stream ended without saying that the answer was complete")
								.retryable(true)
								.remedy("partial() holds what had come; ask again if you need the whole.")
								.build(),
							nothing(attempt), null));
		}
		if (thrown instanceof CompletionDecoder.AbortedAnswerException aborted) {
			return aborted(aborted);
		}
		if (thrown instanceof TooLargeException large) {
			return Failure
				.of("too_large", ErrorClass.UNREACHABLE,
						(attempt) -> new ResponseTooLargeException(attempt
							.failure(large.what() + " is larger than the allowed " + large.limit() + " bytes")
							.remedy("Raise http.max-body or http.max-event if the vendor may send that much.")
							.build(), null));
		}
		if (thrown instanceof UnreadableAnswerException || thrown instanceof CompletionDecoder.EmptyAnswerException
				|| thrown instanceof Json.UnreadableException || thrown instanceof DecoderException
				|| thrown instanceof IllegalArgumentException) {
			boolean empty = thrown instanceof CompletionDecoder.EmptyAnswerException;
			String detail = (thrown instanceof UnreadableAnswerException) ? ": " + thrown.getMessage() : "";
			boolean again = empty || thrown instanceof Json.UnreadableException;
			return Failure.of("malformed", again ? ErrorClass.TRANSIENT : ErrorClass.UNREACHABLE,
					(attempt) -> new MalformedResponseException(attempt
						.failure(empty ? "the vendor's answer is empty"
								: "the vendor's answer isn't what the protocol promises" + detail)
						.retryable(again)
						.remedy("If a gateway stands in between, check what it sends; check base-url.")
						.build(), null));
		}
		return connection(thrown, uri, http, timeouts);
	}

	private static Failure aborted(CompletionDecoder.AbortedAnswerException aborted) {
		String problem = "the vendor broke the answer off (" + aborted.finish().raw() + ")";
		return Failure.of("aborted", ErrorClass.TRANSIENT, (attempt) -> {
			ProviderUnavailableException reason = new ProviderUnavailableException(attempt.failure(problem)
				.vendorCode(aborted.finish().raw())
				.retryable(true)
				.remedy("Try again later or go to another provider.")
				.build(), null);
			ChatCompletion partial = aborted.partial();
			return (partial != null && (!partial.content().isEmpty() || partial.reasoning() != null))
					? new StreamInterruptedException(reason.details(), partial, reason) : reason;
		});
	}

	private static ChatCompletion nothing(Attempt attempt) {
		return new ChatCompletion("", "", null, List.of(), Usage.MISSING, attempt.openMeta(), Map.of());
	}

	private static Failure connection(Throwable thrown, URI uri, HttpSettings http, Timeouts timeouts) {
		if (thrown instanceof ConnectTimeoutException || thrown instanceof SslHandshakeTimeoutException) {
			Duration limit = timeouts.connect();
			return clock(Clock.CONNECT, (limit != null) ? limit : Duration.ZERO);
		}
		String host = uri.getHost() + ((uri.getPort() > 0) ? ":" + uri.getPort() : "");
		if (thrown instanceof PoolAcquireTimeoutException || thrown instanceof PoolAcquirePendingLimitException) {
			return connection(Reason.POOL_EXHAUSTED, "all " + http.maxConnections() + " connections are in use", false,
					"Raise http.max-connections or send fewer calls at once.", thrown);
		}
		if (isProxyTrouble(thrown, uri, http)) {
			// Neither the address of a proxy nor what it says belongs into a message.
			return connection(Reason.PROXY, "the proxy didn't let the connection through", false,
					"Check http.proxy: address, user and password.", null);
		}
		if (isUnknownHost(thrown)) {
			return connection(Reason.UNKNOWN_HOST, "the host " + host + " can't be resolved", false,
					"Check base-url and the DNS of this machine.", thrown);
		}
		if (thrown instanceof SSLException && !(thrown instanceof SslClosedEngineException)) {
			return connection(Reason.TLS, "the TLS handshake with " + host + " failed", false,
					"Check the certificate's name, date and issuer; add the issuer by an SSL bundle.", thrown);
		}
		if (thrown instanceof ConnectException && !isReset(thrown)) {
			return connection(Reason.REFUSED, "nobody listens at " + host, true,
					"Check base-url and that the server runs.", thrown);
		}
		if (thrown instanceof IOException || thrown instanceof AbortedException
				|| thrown instanceof PrematureChannelClosureException) {
			return connection(Reason.RESET, "the connection broke before the answer was complete", true,
					"Try again later or go to another provider.", thrown);
		}
		return Failure.of("failed", ErrorClass.FINAL,
				(attempt) -> new MalformedResponseException(attempt
					.failure("reading the answer failed unexpectedly with " + thrown.getClass().getSimpleName())
					.remedy("Please report this with the cause's stack trace.")
					.build(), thrown));
	}

	private static boolean isUnknownHost(Throwable thrown) {
		return thrown instanceof UnknownHostException || thrown instanceof UnresolvedAddressException;
	}

	private static boolean isProxyTrouble(Throwable thrown, URI uri, HttpSettings http) {
		if (thrown instanceof ProxyConnectException) {
			return true;
		}
		ProxySettings proxy = http.proxy();
		return (thrown instanceof ConnectException || isUnknownHost(thrown)) && proxy != null
				&& !proxy.bypasses(uri.getHost());
	}

	private static Failure connection(Reason reason, String problem, boolean retryable, String remedy,
			@Nullable Throwable cause) {
		return Failure.of(reason.name().toLowerCase(Locale.ROOT), ErrorClass.of(reason),
				(attempt) -> new ConnectionFailedException(reason,
						attempt.failure(problem).retryable(retryable).remedy(remedy).build(), cause));
	}

	/**
	 * A peer that accepts and hangs up at once may be seen as a connect that failed by a
	 * reset.
	 */
	private static boolean isReset(Throwable thrown) {
		return thrown.getMessage() != null && thrown.getMessage().contains("reset");
	}

	/**
	 * Whether a connection broke, as opposed to anything else.
	 */
	static boolean isConnectionLost(Throwable thrown) {
		return (thrown instanceof IOException || thrown instanceof AbortedException)
				&& !(thrown instanceof ConnectException)
				&& (!(thrown instanceof SSLException) || thrown instanceof SslClosedEngineException)
				&& !(thrown instanceof UnknownHostException);
	}

}
