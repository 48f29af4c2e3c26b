package io.harborai.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket with its event loops and connections, closed together.
 */
final class NettyServer implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(NettyServer.class);

	private static final AttributeKey<Boolean> CLOSING = AttributeKey.valueOf(NettyServer.class, "closing");

	private static final int BACKLOG = 8192;

	private static final long LAST_MOMENTS_MILLIS = 5_000;

	private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean closed = new AtomicBoolean();

	private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

	private final EventLoopGroup eventLoops;

	private final Channel listener;

	private final InetSocketAddress address;

	NettyServer(String host, int port, int threads, String threadName, Connections connections) {
		this.eventLoops = new MultiThreadIoEventLoopGroup(threads, new Threads(threadName), NioIoHandler.newFactory());
		ChannelFuture bound = new ServerBootstrap().group(this.eventLoops)
			.channel(NioServerSocketChannel.class)
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.option(ChannelOption.SO_REUSEADDR, true)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<SocketChannel>() {

				@Override
				protected void initChannel(SocketChannel channel) {
					NettyServer.this.channels.add(channel);
					connections.accepted(channel);
				}

			})
			.bind(host, port)
			.awaitUninterruptibly();
		if (!bound.isSuccess()) {
			stopEventLoops();
			throw new UncheckedIOException(
					new IOException("Cannot listen on port " + port + " of " + host, bound.cause()));
		}
		this.listener = bound.channel();
		this.address = (InetSocketAddress) this.listener.localAddress();
	}

	InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Note that a connection is about to be closed from this side.
	 * @param channel the connection
	 */
	static void markClosing(Channel channel) {
		channel.attr(CLOSING).set(Boolean.TRUE);
	}

	static boolean isClosing(Channel channel) {
		return channel.attr(CLOSING).get() != null;
	}

	/**
	 * Run something on a connection's event loop, or nothing at all once the server is
	 * closed.
	 * @param channel the connection
	 * @param action what to run
	 */
	static void execute(Channel channel, Runnable action) {
		try {
			channel.eventLoop().execute(action);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The server was closed before a connection could go on");
		}
	}

	/**
	 * Close every connection, but go on listening.
	 */
	void closeConnections() {
		this.channels.forEach(NettyServer::markClosing);
		this.channels.close().syncUninterruptibly();
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.listener.close().syncUninterruptibly();
			closeConnections();
			stopEventLoops();
		}
	}

	private void stopEventLoops() {
		this.eventLoops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
		for (Thread thread : this.threads) {
			try {
				thread.join(LAST_MOMENTS_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	/**
	 * What to do with new connections.
	 */
	@FunctionalInterface
	interface Connections {

		/**
		 * Set up a connection.
		 * @param channel the connection
		 */
		void accepted(SocketChannel channel);

	}

	/**
	 * Keeps the threads, because an event loop counts as terminated a moment before its
	 * thread ends.
	 */
	private final class Threads extends DefaultThreadFactory {

		Threads(String name) {
			super(name, true);
		}

		@Override
		protected Thread newThread(Runnable task, String name) {
			Thread thread = super.newThread(task, name);
			NettyServer.this.threads.add(thread);
			return thread;
		}

	}

}
