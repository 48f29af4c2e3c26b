package io.harborai.simulator;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a {@link ConnectionScript} on one connection. Runs on its event loop only.
 */
final class ScriptPlayer extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(ScriptPlayer.class);

	private final ScriptedServer server;

	private final SocketChannel channel;

	private final ByteArrayOutputStream unread = new ByteArrayOutputStream();

	private ScriptedConnection connection = new ScriptedConnection(0);

	private Iterator<Step> steps = ConnectionScript.silent().steps().iterator();

	private boolean expecting;

	private boolean gone;

	ScriptPlayer(ScriptedServer server, SocketChannel channel) {
		this.server = server;
		this.channel = channel;
	}

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		this.connection = this.server.connected();
		this.steps = this.server.nextScript().steps().iterator();
		advance();
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		ByteBuf buffer = (ByteBuf) message;
		byte[] bytes = ByteBufUtil.getBytes(buffer);
		buffer.release();
		this.connection.receive(bytes);
		this.unread.writeBytes(bytes);
		if (this.expecting && requestRead()) {
			advance();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		boolean byClient = !NettyServer.isClosing(this.channel);
		this.gone = true;
		this.steps = ConnectionScript.silent().steps().iterator();
		this.connection.markClosed(byClient);
		this.server.disconnected(byClient);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		logger.debug("Connection {} failed: {}", this.connection.id(), cause.getClass().getSimpleName());
		ctx.close();
	}

	private void advance() {
		while (this.steps.hasNext()) {
			if (!goesOnAfter(this.steps.next())) {
				return;
			}
		}
		if (!this.gone) {
			this.connection.markScriptOver();
		}
	}

	/**
	 * Do one step.
	 * @return whether the next one may follow at once; if not, something will call
	 * {@link #advance()}
	 */
	private boolean goesOnAfter(Step step) {
		if (step instanceof Step.Expect) {
			this.expecting = true;
			return requestRead();
		}
		if (step instanceof Step.Pause pause) {
			pause.gate().arrive(() -> NettyServer.execute(this.channel, this::advance));
			return false;
		}
		if (step instanceof Step.Delay delay) {
			this.channel.eventLoop().schedule(this::advance, delay.time().toNanos(), TimeUnit.NANOSECONDS);
			return false;
		}
		if (step instanceof Step.Send send) {
			this.channel.writeAndFlush(Unpooled.wrappedBuffer(send.bytes()));
		}
		else if (step instanceof Step.StopReading) {
			this.channel.config().setAutoRead(false);
		}
		else if (step instanceof Step.Finish) {
			NettyServer.markClosing(this.channel);
			this.channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((written) -> this.channel.shutdownOutput());
		}
		else if (step instanceof Step.HangUp hangUp) {
			hangUp(hangUp.reset());
		}
		return true;
	}

	private void hangUp(boolean reset) {
		NettyServer.markClosing(this.channel);
		if (reset) {
			this.channel.config().setOption(ChannelOption.SO_LINGER, 0);
			// past TLS, which would say goodbye
			this.channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
				.addListener((written) -> this.channel.pipeline().firstContext().close());
		}
		else {
			this.channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
	}

	private boolean requestRead() {
		byte[] bytes = this.unread.toByteArray();
		int end = RequestFraming.end(bytes);
		if (end < 0) {
			return false;
		}
		this.unread.reset();
		this.unread.writeBytes(Arrays.copyOfRange(bytes, end, bytes.length));
		this.expecting = false;
		this.connection.countRequest();
		return true;
	}

}
