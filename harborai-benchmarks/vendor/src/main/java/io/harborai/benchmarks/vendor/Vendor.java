package io.harborai.benchmarks.vendor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's JVM: one thread serves, the main thread takes commands on its standard
 * input, one a line. Ends when the input does.
 */
public final class Vendor {

	/** What an answer's line starts with. */
	private static final String ANSWER = "@bench ";

	private final Answers answers = new Answers();

	private final AtomicLong connections = new AtomicLong();

	private final AtomicLong requests = new AtomicLong();

	private @Nullable Pacer pacer;

	private @Nullable Delays delays;

	private Vendor() {
	}

	/**
	 * Run.
	 * @param args none
	 * @throws Exception if it can't serve
	 */
	public static void main(String[] args) throws Exception {
		new Vendor().serve();
	}

	private void serve() throws InterruptedException, IOException {
		boolean epoll = Epoll.isAvailable();
		IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
		Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
		EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, io);
		EventLoop loop = loops.next();
		this.pacer = new Pacer(loop);
		this.delays = new Delays(loop);
		Channel server = new ServerBootstrap().group(loops)
			.channel(type)
			.option(ChannelOption.SO_BACKLOG, 16_384)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline().addLast(new VendorConnection(Vendor.this));
				}

			})
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.sync()
			.channel();
		answer("ready " + ((InetSocketAddress) server.localAddress()).getPort());
		try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in))) {
			String command;
			while ((command = commands.readLine()) != null && !command.equals("exit")) {
				answer("{\"connections\":" + this.connections.get() + ",\"requests\":" + this.requests.get() + "}");
			}
		}
		Runtime.getRuntime().halt(0);
	}

	private static void answer(String line) {
		System.out.println(ANSWER + line);
		System.out.flush();
	}

	void connected() {
		this.connections.incrementAndGet();
	}

	void requested() {
		this.requests.incrementAndGet();
	}

	Answers answers() {
		return this.answers;
	}

	Pacer pacer() {
		return Objects.requireNonNull(this.pacer);
	}

	Delays delays() {
		return Objects.requireNonNull(this.delays);
	}

}
