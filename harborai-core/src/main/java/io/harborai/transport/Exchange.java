package io.harborai.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.harborai.call.Attempt;
import io.harborai.call.Outcome;
import io.harborai.call.RateHints;
import io.harborai.call.Ticker;
import io.harborai.error.CallTimeoutException.Clock;
import io.harborai.error.ErrorClass;
import io.harborai.error.HarborAiException;
import io.harborai.error.InvalidRequestException;
import io.harborai.wire.ErrorBody;
import io.harborai.wire.UnreadableAnswerException;
import io.harborai.wire.VendorErrorException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One HTTP exchange while it runs: sends the request, watches the clocks, decodes what
 * comes and hands it to the reader as fast as the reader asks, and ends exactly once.
 * <p>
 * Bytes are decoded on the connection's event loop; items pass through a queue to
 * whichever thread asks for them. The next bytes are asked of the connection only when
 * the queue is empty and the reader wants more, so a slow reader slows the vendor down
 * and memory stays bounded by one buffer.
 *
 * @param <T> what the reader gets
 */
final class Exchange<T> implements Subscription {

	@SuppressWarnings("rawtypes")
	private static final AtomicReferenceFieldUpdater<Exchange, Subscription> UPSTREAM = AtomicReferenceFieldUpdater
		.newUpdater(Exchange.class, Subscription.class, "upstream");

	@SuppressWarnings("rawtypes")
	private static final AtomicLongFieldUpdater<Exchange> REQUESTED = AtomicLongFieldUpdater.newUpdater(Exchange.class,
			"requested");

	@SuppressWarnings("rawtypes")
	private static final AtomicIntegerFieldUpdater<Exchange> DRAINING = AtomicIntegerFieldUpdater
		.newUpdater(Exchange.class, "draining");

	@SuppressWarnings("rawtypes")
	private static final AtomicIntegerFieldUpdater<Exchange> ENDED = AtomicIntegerFieldUpdater
		.newUpdater(Exchange.class, "ended");

	// A reader that asks for a negative number of items has made the mistake itself.
	private static final Outcome REFUSED = new Outcome("refused", ErrorClass.CALLER, null);

	// After a stop of the whole process (garbage collection, a suspended machine) answers
	// may already wait in the
	// socket: let them be read before the clocks fire.
	private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

	private static final long GRACE_NANOS = Duration.ofMillis(250).toNanos();

	private static final long DRAIN_NANOS = Duration.ofMillis(250).toNanos();

	private static final int DRAIN_BYTES = 64 * 1024;

	private final HttpTransport transport;

	private final ExchangeRequest request;

	private final Attempt attempt;

	private final VendorErrors vendorErrors;

	private final AnswerRules rules;

	private final AnswerDecoder<T> decoder;

	private final CoreSubscriber<? super T> reader;

	private final Queue<T> queue;

	private volatile @Nullable Subscription upstream;

	private volatile long requested;

	private volatile int draining;

	private volatile int ended;

	private volatile boolean cancelled;

	// Set after the last item was queued.
	private volatile boolean done;

	// Makes what the reader gets when everything was handed over.
	private volatile @Nullable Supplier<Throwable> failure;

	private volatile boolean bodyStarted;

	private volatile boolean bodyAsked;

	private volatile Clock phase = Clock.CONNECT;

	private volatile boolean handing;

	private volatile boolean reasoning;

	private volatile long markNanos;

	private volatile Ticker.@Nullable Scheduled clock;

	private volatile @Nullable ConnectionUse use;

	private volatile @Nullable Executor eventLoop;

	private volatile @Nullable Connection connection;

	private long tickDueNanos;

	private boolean graceGiven;

	// Written by the event loop's thread, as are those that follow, which it alone reads.
	private volatile boolean answered;

	private boolean resent;

	private int status;

	private HttpHeaders headers = EmptyHttpHeaders.INSTANCE;

	private @Nullable BodyBuffer errorBody;

	private int drained = -1;

	private Ticker.@Nullable Scheduled drainEnd;

	Exchange(HttpTransport transport, ExchangeRequest request, Attempt attempt, AnswerRules rules,
			AnswerDecoder<T> decoder, CoreSubscriber<? super T> reader) {
		this.transport = transport;
		this.request = request;
		this.attempt = attempt;
		this.rules = rules;
		this.vendorErrors = new VendorErrors(rules);
		this.decoder = decoder;
		this.queue = decoder.queue();
		this.reader = reader;
	}

	void start() {
		this.markNanos = this.transport.ticker().nanoTime();
		this.reader.onSubscribe(this);
		if (!this.transport.admit(this)) {
			fail(Failures.shuttingDown());
		}
		else if (this.ended != 0) {
			// Cancelled before it was admitted.
			this.transport.ended(this);
		}
		else if (this.attempt.deadlineNanos() - this.markNanos <= 0) {
			fail(Failures.clock(Clock.TOTAL, this.attempt.total()));
		}
		else {
			tick();
			send();
		}
	}

	private void send() {
		if (this.ended == 0) {
			try {
				this.request.endpoint().answers(this.transport).subscribe(new Receiver());
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
		}
	}

	// The connection.

	/**
	 * The exchange that a subscription to an endpoint's answers belongs to.
	 */
	static Exchange<?> of(ContextView context) {
		return context.get(Exchange.class);
	}

	/**
	 * The connection stands and the request goes out.
	 * @param outgoing the request
	 * @param outbound the connection's way out
	 * @return completes when the request is written
	 */
	Publisher<Void> send(HttpClientRequest outgoing, NettyOutbound outbound) {
		outbound.withConnection(this::connected);
		HttpHeaders headers = outgoing.requestHeaders();
		List<Map.Entry<String, String>> own = this.request.headers();
		for (int i = 0; i < own.size(); i++) {
			headers.set(own.get(i).getKey(), own.get(i).getValue());
		}
		Consumer<OutputStream> body = this.request.body();
		return (body != null) ? outbound.sendObject(rendered(body, outbound.alloc())) : outbound.then();
	}

	private void connected(Connection connection) {
		this.connection = connection;
		this.use = ConnectionUse.next(connection.channel());
		this.eventLoop = connection.channel().eventLoop();
		this.markNanos = this.transport.ticker().nanoTime();
		this.phase = Clock.FIRST_TOKEN;
		this.attempt.onConnected();
	}

	private static ByteBuf rendered(Consumer<OutputStream> body, ByteBufAllocator allocator) {
		ByteBuf buffer = allocator.buffer(1024);
		boolean rendered = false;
		try {
			body.accept(new ByteBufOutputStream(buffer));
			rendered = true;
			return buffer;
		}
		finally {
			if (!rendered) {
				buffer.release();
			}
		}
	}

	/**
	 * The answer's head has come; what is thrown here ends the exchange.
	 * @param response the answer
	 */
	void answered(HttpClientResponse response) {
		this.answered = true;
		this.status = response.status().code();
		this.headers = response.responseHeaders();
		if (this.status < 100 || this.status > 999) {
			failed(new UnreadableAnswerException("its status isn't one of HTTP"));
			return;
		}
		this.attempt.onHeaders(this.rules.requestId(this.headers),
				this.attempt.wantsHints() ? this.rules.rateHeaders().read(this.headers) : RateHints.NONE);
		if (this.status < 200 || this.status >= 300) {
			this.errorBody = new BodyBuffer("the error's body", this.transport.limit().maxErrorBody());
		}
		String encoding = this.headers.get(HttpHeaderNames.CONTENT_ENCODING);
		if (encoding != null && !"identity".equalsIgnoreCase(encoding)) {
			if (this.errorBody != null) {
				// What it says can't be read, but its status can.
				refused(this.errorBody);
			}
			else {
				failed(new UnreadableAnswerException("it is compressed, which nobody asked for"));
			}
			return;
		}
		this.decoder.expect(contentLength());
		this.bodyStarted = true;
		if (this.errorBody != null) {
			this.bodyAsked = true;
			Subscription body = this.upstream;
			if (body != null) {
				body.request(Long.MAX_VALUE);
			}
		}
		else {
			drain();
		}
	}

	private int contentLength() {
		try {
			return this.headers.getInt(HttpHeaderNames.CONTENT_LENGTH, -1);
		}
		catch (NumberFormatException ex) {
			// More than fits; the limits will see to that.
			return -1;
		}
	}

	private void received(ByteBuf buffer) {
		if (this.drained < 0 && this.ended != 0) {
			return;
		}
		int count = buffer.readableBytes();
		byte[] bytes = this.transport.scratch(count);
		buffer.readBytes(bytes, 0, count);
		if (this.drained >= 0) {
			drainRest(bytes, count);
			return;
		}
		this.bodyAsked = this.decoder.takesAll();
		int flags;
		try {
			BodyBuffer refusal = this.errorBody;
			if (refusal != null) {
				this.bodyAsked = true;
				if (!refusal.addWhatFits(bytes, 0, count)) {
					refused(refusal);
				}
				return;
			}
			flags = this.decoder.bytes(bytes, 0, count, this.queue);
		}
		catch (RuntimeException ex) {
			failed(ex);
			return;
		}
		if ((flags & AnswerDecoder.COMPLETE) != 0) {
			this.drained = 0;
			succeed();
			if ((flags & AnswerDecoder.EXCESS) != 0) {
				stopDraining();
			}
			return;
		}
		if ((flags & AnswerDecoder.PROGRESS) != 0) {
			this.reasoning = (flags & AnswerDecoder.REASONING) != 0;
			this.markNanos = this.transport.ticker().nanoTime();
			this.phase = Clock.PROGRESS;
		}
		drain();
	}

	/**
	 * The answer is complete, but the connection can serve again only when its rest has
	 * been read. A vendor that goes on talking after the end isn't listened to for long.
	 */
	private void drainRest(byte[] bytes, int count) {
		this.drained += count;
		boolean excess = this.drained > DRAIN_BYTES;
		try {
			excess |= (this.decoder.bytes(bytes, 0, count, this.queue) & AnswerDecoder.EXCESS) != 0;
		}
		catch (RuntimeException ex) {
			excess = true;
		}
		if (excess) {
			stopDraining();
		}
	}

	private void stopDraining() {
		Ticker.Scheduled end = this.drainEnd;
		if (end != null) {
			end.cancel();
		}
		cancelUpstream();
	}

	private void receivedAll() {
		UPSTREAM.lazySet(this, Operators.cancelledSubscription());
		if (this.ended != 0) {
			stopDraining();
			return;
		}
		if (!this.answered) {
			failed(new IOException("closed before an answer"));
			return;
		}
		try {
			BodyBuffer refusal = this.errorBody;
			if (refusal != null) {
				refused(refusal);
				return;
			}
			this.decoder.end(this.queue);
		}
		catch (RuntimeException ex) {
			failed(ex);
			return;
		}
		succeed();
	}

	private void broken(Throwable thrown) {
		UPSTREAM.lazySet(this, Operators.cancelledSubscription());
		if (this.ended == 0) {
			failed(thrown);
		}
		else {
			stopDraining();
		}
	}

	private void refused(BodyBuffer body) {
		try {
			fail((this.status >= 300 && this.status < 400) ? redirect() : this.vendorErrors.failure(this.status,
					this.headers, body.isHtml() ? ErrorBody.NONE : ErrorBody.read(body.bytes(), 0, body.length())));
		}
		catch (RuntimeException ex) {
			fail(this.transport.failure(ex, this.request));
		}
	}

	private Failure redirect() {
		String host = host(this.headers.get(HttpHeaderNames.LOCATION));
		int code = this.status;
		return Failure.of("redirected", ErrorClass.UNREACHABLE,
				(attempt) -> new InvalidRequestException(
						attempt.failure("the vendor redirects to " + host + ", and redirects are not followed")
							.statusCode(code)
							.remedy("A redirect would take the key along. Set base-url to the final address.")
							.build(),
						null));
	}

	private static String host(@Nullable String location) {
		try {
			String host = (location != null) ? new URI(location).getHost() : null;
			return (host != null) ? host : "elsewhere";
		}
		catch (URISyntaxException ex) {
			return "elsewhere";
		}
	}

	// The one ending.

	private void failed(Throwable thrown) {
		ConnectionUse use = this.use;
		if (!this.answered && use != null && use.mayBeStale() && !this.resent && this.transport.resendsStale()
				&& Failures.isConnectionLost(thrown) && this.ended == 0) {
			this.resent = true;
			this.use = null;
			this.attempt.resent();
			this.phase = Clock.CONNECT;
			this.markNanos = this.transport.ticker().nanoTime();
			this.upstream = null;
			send();
			return;
		}
		fail((thrown instanceof VendorErrorException refusal)
				? this.vendorErrors.failure(this.status, this.headers, refusal.body())
				: this.transport.failure(thrown, this.request));
	}

	private void succeed() {
		if (ENDED.compareAndSet(this, 0, 1)) {
			stopClock();
			this.attempt.end(Outcome.OK);
			Subscription rest = this.upstream;
			Executor eventLoop = this.eventLoop;
			if (this.drained == 0 && rest != null && eventLoop != null) {
				rest.request(Long.MAX_VALUE);
				drain();
				// The end of the body most often lies in the bytes at hand: let it be
				// seen before the reader's next call looks for a connection.
				eventLoop.execute(() -> {
					if (this.upstream != Operators.cancelledSubscription()) {
						this.drainEnd = this.transport.ticker().schedule(this::cancelUpstream, DRAIN_NANOS);
					}
					complete();
				});
			}
			else {
				complete();
			}
		}
	}

	private void complete() {
		this.transport.ended(this);
		this.done = true;
		drain();
	}

	/**
	 * End with a failure, unless it has ended already. May be called from any thread.
	 * @param failure how
	 */
	void fail(Failure failure) {
		end(failure.outcome(), () -> exception(failure));
	}

	private void end(Outcome outcome, Supplier<Throwable> failure) {
		if (ENDED.compareAndSet(this, 0, 1)) {
			stopClock();
			cancelUpstream();
			this.attempt.end(outcome);
			this.failure = failure;
			this.transport.ended(this);
			this.done = true;
			drain();
		}
	}

	/**
	 * The exception is made when everything was handed over: what the vendor says of an
	 * error may quote the answer so far, which must not be shown.
	 */
	private HarborAiException exception(Failure failure) {
		this.attempt.answered(this.decoder.delivered());
		try {
			return failure.exception().apply(this.attempt);
		}
		catch (RuntimeException ex) {
			// Whatever goes wrong in telling it, the reader must be told.
			return this.transport.failure(ex, this.request).exception().apply(this.attempt);
		}
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		if (ENDED.compareAndSet(this, 0, 1)) {
			stopClock();
			cancelUpstream();
			this.attempt.end(Outcome.CANCELLED);
			this.transport.ended(this);
			this.done = true;
		}
		drain();
	}

	private void cancelUpstream() {
		Operators.terminate(UPSTREAM, this);
		Connection connection = this.connection;
		Executor eventLoop = this.eventLoop;
		if (!this.answered && connection != null && eventLoop != null) {
			// A head that arrives at this very moment is dropped on its way, and with it
			// all that would close the connection or read the body.
			eventLoop.execute(() -> {
				if (!this.answered) {
					connection.dispose();
				}
			});
		}
	}

	private void replaceUpstream(Subscription subscription) {
		Subscription current = this.upstream;
		if (current == Operators.cancelledSubscription() || !UPSTREAM.compareAndSet(this, current, subscription)) {
			subscription.cancel();
		}
	}

	// The reader.

	@Override
	public void request(long n) {
		if (Operators.validate(n)) {
			if (this.requested == 0) {
				// The clocks stood while nobody asked for anything.
				this.markNanos = this.transport.ticker().nanoTime();
			}
			Operators.addCap(REQUESTED, this, n);
			drain();
		}
		else {
			end(REFUSED, () -> Exceptions.nullOrNegativeRequestException(n));
		}
	}

	private void drain() {
		if (DRAINING.getAndIncrement(this) != 0) {
			return;
		}
		int missed = 1;
		do {
			if (this.cancelled) {
				this.queue.clear();
			}
			else if (deliver()) {
				return;
			}
			missed = DRAINING.addAndGet(this, -missed);
		}
		while (missed != 0);
	}

	/**
	 * Hand over what is there and asked for.
	 * @return whether that was the end
	 */
	private boolean deliver() {
		long wanted = this.requested;
		long handed = 0;
		for (;;) {
			boolean last = this.done;
			if (handed == wanted && !(last && this.queue.isEmpty())) {
				break;
			}
			T item = (handed != wanted) ? this.queue.poll() : null;
			if (item == null) {
				if (last && this.queue.isEmpty()) {
					terminate();
					return true;
				}
				break;
			}
			if (this.cancelled) {
				return false;
			}
			this.handing = true;
			try {
				this.decoder.delivering(item);
			}
			catch (RuntimeException ex) {
				fail(this.transport.failure(ex, this.request));
				return false;
			}
			try {
				this.reader.onNext(item);
			}
			catch (RuntimeException | Error ex) {
				// A reader must not throw; one that does has cancelled.
				cancel();
				throw ex;
			}
			handed++;
		}
		if (handed != 0) {
			if (wanted != Long.MAX_VALUE) {
				Operators.produced(REQUESTED, this, handed);
			}
			// The time that the reader took isn't the vendor's.
			this.markNanos = this.transport.ticker().nanoTime();
			this.handing = false;
		}
		if (this.bodyStarted && !this.bodyAsked && this.ended == 0 && handed != wanted) {
			this.bodyAsked = true;
			Subscription body = this.upstream;
			if (body != null) {
				body.request(this.decoder.takesAll() ? Long.MAX_VALUE : 1);
			}
		}
		return false;
	}

	private void terminate() {
		Supplier<Throwable> failure = this.failure;
		this.cancelled = true;
		if (failure == null) {
			this.reader.onComplete();
		}
		else {
			Throwable thrown = failure.get();
			this.reader.onError((thrown instanceof HarborAiException known) ? this.decoder.failed(known) : thrown);
		}
	}

	// The clocks: one task that looks at the time now and then, instead of one per event.

	private void tick() {
		if (this.ended != 0) {
			return;
		}
		long now = this.transport.ticker().nanoTime();
		boolean paused = this.tickDueNanos != 0 && now - this.tickDueNanos > PAUSE_NANOS;
		long totalLeft = this.attempt.deadlineNanos() - now;
		Clock phase = this.phase;
		Duration limitTime = this.transport.clocks().of(phase, this.attempt.reasons(), this.reasoning);
		long limit = limitTime.toNanos();
		boolean waiting = !this.bodyStarted || (this.requested != 0 && !this.handing);
		long phaseLeft = waiting ? limit - (now - this.markNanos) : limit;
		if (Math.min(totalLeft, phaseLeft) > 0) {
			schedule(now, Math.min(Math.min(totalLeft, phaseLeft), this.transport.clocks().shortestNanos()));
			this.graceGiven = false;
		}
		else if (paused && !this.graceGiven) {
			this.graceGiven = true;
			schedule(now, GRACE_NANOS);
		}
		else {
			Failure failure = (totalLeft <= 0) ? Failures.clock(Clock.TOTAL, this.attempt.total())
					: Failures.clock(phase, limitTime);
			this.transport.execute(() -> fail(failure));
		}
	}

	private void schedule(long now, long delayNanos) {
		this.tickDueNanos = now + delayNanos;
		Ticker.Scheduled next = this.transport.ticker().schedule(this::tick, delayNanos);
		this.clock = next;
		if (this.ended != 0) {
			next.cancel();
		}
	}

	private void stopClock() {
		Ticker.Scheduled clock = this.clock;
		if (clock != null) {
			clock.cancel();
		}
	}

	/**
	 * Receives the answer's body. Its context is how the connection finds the exchange.
	 */
	private final class Receiver implements CoreSubscriber<Object> {

		private final Context context = Exchange.this.reader.currentContext().put(Exchange.class, Exchange.this);

		@Override
		public void onSubscribe(Subscription subscription) {
			replaceUpstream(subscription);
		}

		@Override
		public void onNext(Object message) {
			// Released by who calls.
			received((message instanceof ByteBufHolder holder) ? holder.content() : (ByteBuf) message);
		}

		@Override
		public void onError(Throwable thrown) {
			broken(thrown);
		}

		@Override
		public void onComplete() {
			receivedAll();
		}

		@Override
		public Context currentContext() {
			return this.context;
		}

	}

}
