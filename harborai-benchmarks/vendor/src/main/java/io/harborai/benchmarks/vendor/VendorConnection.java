package io.harborai.benchmarks.vendor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection.
 */
final class VendorConnection extends ChannelInboundHandlerAdapter {

	// Streams at full speed take turns.
	private static final int EVENTS_PER_TURN = 16;

	private final Vendor vendor;

	private final Requests requests = new Requests();

	private @Nullable Stream blocked;

	VendorConnection(Vendor vendor) {
		this.vendor = vendor;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.vendor.connected();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf buffer = (ByteBuf) message;
		try {
			this.requests.add(buffer);
		}
		finally {
			buffer.release();
		}
		Requests.Request request;
		while ((request = this.requests.next()) != null) {
			answer(context, request);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.flush();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		Stream stream = this.blocked;
		if (stream != null && context.channel().isWritable()) {
			this.blocked = null;
			context.channel().eventLoop().execute(stream);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
		context.close();
	}

	private void answer(ChannelHandlerContext context, Requests.Request request) {
		this.vendor.requested();
		Script script = request.script();
		Answers answers = this.vendor.answers();
		if (script == null) {
			context.write(answers.notFound(), context.voidPromise());
		}
		else if (request.stream()) {
			context.write(answers.streamHead(), context.voidPromise());
			Stream stream = new Stream(context, script.chunks());
			if (script.intervalMillis() > 0) {
				this.vendor.pacer().add(stream, script.intervalMillis());
			}
			else {
				context.channel().eventLoop().execute(stream);
			}
		}
		else if (script.delayMillis() > 0) {
			this.vendor.delays()
				.after(script.delayMillis(), () -> context.writeAndFlush(answers.whole(), context.voidPromise()));
		}
		else {
			context.write(answers.whole(), context.voidPromise());
		}
	}

	/**
	 * A stream on its way out. Every event goes out by itself, as a model would speak.
	 */
	private final class Stream implements Runnable, Pacer.PacedStream {

		private final ChannelHandlerContext context;

		private final int chunks;

		private int sent;

		private Stream(ChannelHandlerContext context, int chunks) {
			this.context = context;
			this.chunks = chunks;
		}

		@Override
		public void run() {
			for (int i = 0; i < EVENTS_PER_TURN; i++) {
				if (!this.context.channel().isWritable()) {
					VendorConnection.this.blocked = this;
					return;
				}
				if (!tick()) {
					return;
				}
			}
			this.context.channel().eventLoop().execute(this);
		}

		@Override
		public boolean tick() {
			if (!this.context.channel().isActive()) {
				return false;
			}
			Answers answers = VendorConnection.this.vendor.answers();
			if (this.sent < this.chunks) {
				this.context.writeAndFlush(answers.event(this.sent++), this.context.voidPromise());
				return true;
			}
			this.context.writeAndFlush(answers.streamTail(), this.context.voidPromise());
			return false;
		}

	}

}
