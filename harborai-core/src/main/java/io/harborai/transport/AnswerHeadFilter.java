package io.harborai.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import reactor.netty.NettyPipeline;

/**
 * Takes a server's own words out of an answer's head before Reactor Netty logs it: the
 * reason phrase, and what the decoder quotes of an answer that isn't HTTP. Header values
 * are left out of its logs anyway. Thread-safe.
 */
@Sharable
final class AnswerHeadFilter extends ChannelInboundHandlerAdapter {

	private static final String NAME = "harborai.answerHead";

	private static final AnswerHeadFilter INSTANCE = new AnswerHeadFilter();

	private AnswerHeadFilter() {
	}

	/**
	 * Filter what a connection receives. HTTP/2 has neither reason phrases nor a text to
	 * quote, so a connection without a codec of HTTP/1.1 stays as it is.
	 * @param channel the connection
	 */
	static void addTo(Channel channel) {
		if (channel.pipeline().get(NettyPipeline.HttpCodec) != null && channel.pipeline().get(NAME) == null) {
			channel.pipeline().addAfter(NettyPipeline.HttpCodec, NAME, INSTANCE);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpObject object) {
			if (object.decoderResult().isFailure()
					&& !(object.decoderResult().cause() instanceof PrematureChannelClosureException)) {
				object.setDecoderResult(DecoderResult.failure(new DecoderException(
						"The answer isn't HTTP (" + object.decoderResult().cause().getClass().getSimpleName() + ")")));
			}
			if (object instanceof HttpResponse response) {
				response.setStatus(HttpResponseStatus.valueOf(response.status().code()));
			}
		}
		context.fireChannelRead(message);
	}

}
