package io.harborai.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a {@link SimulatedVendor}: collects requests, answers them one after
 * the other, knows who closed it. Runs on its event loop only.
 */
final class VendorConnection extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(VendorConnection.class);

	private static final ByteBuf CONTINUE = Unpooled
		.unreleasableBuffer(Unpooled.copiedBuffer("HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII));

	private static final byte[] BAD_REQUEST = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private final VendorService service;

	private final ConnectionStats stats;

	private final Queue<Arrival> waiting = new ArrayDeque<>();

	private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);

	private @Nullable ChannelHandlerContext context;

	private @Nullable HttpRequest request;

	private @Nullable Exchange exchange;

	private boolean busy;

	private int id;

	VendorConnection(VendorService service, ConnectionStats stats) {
		this.service = service;
		this.stats = stats;
	}

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		this.context = ctx;
		this.id = this.stats.connected();
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		try {
			if (message instanceof HttpRequest head) {
				this.request = head;
				this.body.reset();
				if (HttpUtil.is100ContinueExpected(head)) {
					ctx.writeAndFlush(CONTINUE.duplicate());
				}
			}
			if (message instanceof HttpContent content) {
				collect(content);
			}
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	private void collect(HttpContent content) {
		ByteBuf bytes = content.content();
		try {
			bytes.readBytes(this.body, bytes.readableBytes());
		}
		catch (IOException ex) {
			throw new IllegalStateException("a buffer in memory refused bytes", ex);
		}
		HttpRequest head = this.request;
		if (content instanceof LastHttpContent && head != null) {
			this.request = null;
			if (head.decoderResult().isFailure()) {
				play(BAD_REQUEST);
				return;
			}
			this.waiting.add(new Arrival(head, this.body.toByteArray(), System.nanoTime()));
			next();
		}
	}

	private void next() {
		if (this.busy) {
			return;
		}
		Arrival arrival = this.waiting.poll();
		if (arrival != null) {
			this.busy = true;
			this.service.began();
			this.service.answer(arrival, this.id, this);
		}
	}

	/**
	 * Play a response.
	 * @param outgoing the response
	 */
	void play(Outgoing outgoing) {
		this.exchange = new Exchange(this, context().channel(), outgoing);
		this.exchange.start();
	}

	/**
	 * Send bytes as they are, then close.
	 * @param bytes the bytes
	 */
	void play(byte[] bytes) {
		context().writeAndFlush(Unpooled.wrappedBuffer(bytes));
		close(false);
	}

	/**
	 * Take note that a response is complete but for its last bytes, before the client can
	 * know it.
	 */
	void completing() {
		this.exchange = null;
		this.busy = false;
		this.service.ended();
	}

	/**
	 * Take note that a response is complete.
	 * @param close whether the connection goes with it
	 */
	void completed(boolean close) {
		if (close) {
			close(false);
		}
		else if (!this.waiting.isEmpty()) {
			context().executor().execute(this::next);
		}
	}

	/**
	 * Run something on the event loop unless the connection is gone by then.
	 * @param nanos how long to wait
	 * @param action what to run
	 */
	void later(long nanos, Runnable action) {
		context().executor().schedule(() -> {
			if (context().channel().isActive()) {
				action.run();
			}
		}, nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Close the connection after what was written.
	 * @param reset whether by a reset instead of an end
	 */
	void close(boolean reset) {
		ChannelHandlerContext ctx = context();
		NettyServer.markClosing(ctx.channel());
		if (reset) {
			ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
			// past TLS, which would say goodbye
			ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((written) -> ctx.pipeline().firstContext().close());
		}
		else {
			ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		if (this.exchange != null) {
			this.exchange.writable();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		if (this.exchange != null) {
			this.exchange.cancel();
		}
		if (this.busy) {
			this.busy = false;
			this.service.ended();
		}
		this.waiting.clear();
		this.stats.disconnected(!NettyServer.isClosing(ctx.channel()));
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (cause instanceof IOException) {
			logger.debug("Connection {} broke: {}", this.id, cause.getClass().getSimpleName());
		}
		else {
			logger.warn("Connection {} failed", this.id, cause);
			NettyServer.markClosing(ctx.channel());
		}
		ctx.close();
	}

	private ChannelHandlerContext context() {
		if (this.context == null) {
			throw new IllegalStateException("the connection is not active yet");
		}
		return this.context;
	}

	/**
	 * A whole request.
	 *
	 * @param head the request's head
	 * @param body the request's body
	 * @param at when its last byte was read
	 */
	record Arrival(HttpRequest head, byte[] body, long at) {
	}

}
