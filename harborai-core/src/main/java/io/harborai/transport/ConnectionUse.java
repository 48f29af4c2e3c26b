package io.harborai.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * What must be known of a pooled HTTP/1.1 connection: whether it has served before, and
 * whether anything was heard on it since the latest request. Used on its event loop only.
 */
final class ConnectionUse extends ChannelInboundHandlerAdapter {

	private static final String NAME = "harborai.use";

	private boolean served;

	private boolean heard;

	private ConnectionUse() {
	}

	/**
	 * Prepare a connection for the next request.
	 * @param channel the connection
	 * @return its use, null if it isn't an HTTP/1.1 connection
	 */
	static @Nullable ConnectionUse next(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		ChannelHandler known = pipeline.get(NAME);
		if (known instanceof ConnectionUse use) {
			use.served = true;
			use.heard = false;
			return use;
		}
		if (pipeline.get(NettyPipeline.HttpCodec) == null) {
			return null;
		}
		ConnectionUse use = new ConnectionUse();
		pipeline.addBefore(NettyPipeline.HttpCodec, NAME, use);
		pipeline.addAfter(NettyPipeline.HttpCodec, NAME + ".informational", new InformationalFilter());
		return use;
	}

	/**
	 * Whether it had served another request before, and is silent since this one: all
	 * that a connection shows that was dead when it was taken from the pool.
	 */
	boolean mayBeStale() {
		return this.served && !this.heard;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		this.heard = true;
		ctx.fireChannelRead(message);
	}

	/**
	 * Keeps informational answers such as {@code 103 Early Hints} away from Reactor
	 * Netty, which takes any but {@code 100} for the answer and would hand the
	 * connection, with the real answer still to come, to the next call.
	 */
	private static final class InformationalFilter extends ChannelInboundHandlerAdapter {

		private boolean dropping;

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			if (message instanceof HttpResponse response) {
				this.dropping = isInformational(response.status());
			}
			if (!this.dropping) {
				ctx.fireChannelRead(message);
				return;
			}
			ReferenceCountUtil.release(message);
			if (message instanceof LastHttpContent) {
				this.dropping = false;
				ctx.read();
			}
		}

		private static boolean isInformational(HttpResponseStatus status) {
			return status.code() > 101 && status.code() < 200;
		}

	}

}
