package io.harborai.fault;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.harborai.error.ConnectionFailedException;
import io.harborai.error.ConnectionFailedException.Reason;
import io.harborai.simulator.ConnectionScript;
import io.harborai.simulator.ScriptedServer;
import io.harborai.transport.ProxySettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F83: calls through an HTTP proxy.
 */
@ExtendWith(LeakGuard.class)
class ProxyTests {

	private static final String SECRET = "proxy-password-5d1";

	private final ScriptedServer server = ScriptedServer.start();

	private final ConnectProxy proxy = new ConnectProxy();

	@AfterEach
	void close() {
		this.proxy.close();
		this.server.close();
	}

	private Wired wired(ProxySettings settings) {
		return Wired.to(this.server.url(), (p) -> p.http((http) -> http.proxy(settings)));
	}

	private ProxySettings settings(List<String> nonProxyHosts) {
		return new ProxySettings(ProxySettings.Type.HTTP, "127.0.0.1", this.proxy.port(), "me", SECRET, nonProxyHosts);
	}

	private static void answers(ScriptedServer server) {
		server.always(ConnectionScript.onRequest().respond(200, "application/json", Sse.completion("Hello")));
	}

	@Test
	@DisplayName("F83 calls go through the proxy by CONNECT, with its password, which the vendor doesn't see")
	void throughTheProxy() {
		answers(this.server);
		try (Wired wired = wired(settings(List.of()))) {
			assertThat(wired.create().completed().get(0).content()).isEqualTo("Hello");
			assertThat(this.proxy.targets).containsExactly("127.0.0.1:" + this.server.port());
			assertThat(this.proxy.authorizations).hasSize(1);
			assertThat(this.server.connection(1, Reading.PATIENCE).receivedText().toLowerCase())
				.doesNotContain("proxy-authorization");
		}
	}

	@Test
	@DisplayName("F83 TLS through the proxy")
	void tlsThroughTheProxy() {
		try (ScriptedServer secure = ScriptedServer.start(Tls.server("localhost"))) {
			answers(secure);
			try (Wired wired = Wired.to(secure.url(),
					(p) -> p.http((http) -> http.proxy(settings(List.of())).tls(Tls.trusting("localhost"))))) {
				assertThat(wired.create().completed().get(0).content()).isEqualTo("Hello");
				assertThat(this.proxy.targets).hasSize(1);
			}
		}
	}

	@Test
	@DisplayName("F83 407: typed, not retryable, without the secret")
	void authenticationRequired() {
		this.proxy.status = HttpResponseStatus.PROXY_AUTHENTICATION_REQUIRED;
		try (Wired wired = wired(settings(List.of()))) {
			ConnectionFailedException failure = wired.create().failed(ConnectionFailedException.class);
			assertThat(failure.reason()).isEqualTo(Reason.PROXY);
			assertThat(failure.retryable()).isFalse();
			assertThat(failure).hasStackTraceContaining("http.proxy");
			for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
				assertThat(cause.toString()).doesNotContain(SECRET).doesNotContain("Basic ");
			}
			assertThat(this.server.connections().opened()).isZero();
		}
	}

	@Test
	@DisplayName("F83 a proxy that is down is blamed, not the vendor")
	void proxyDown() {
		ProxySettings gone = settings(List.of());
		this.proxy.close();
		try (Wired wired = wired(gone)) {
			ConnectionFailedException failure = wired.create().failed(ConnectionFailedException.class);
			assertThat(failure.reason()).isEqualTo(Reason.PROXY);
		}
		ProxySettings unknown = new ProxySettings(ProxySettings.Type.HTTP, "proxy.invalid", 3128, null, null,
				List.of());
		try (Wired wired = wired(unknown)) {
			assertThat(wired.create().failed(ConnectionFailedException.class).reason()).isEqualTo(Reason.PROXY);
		}
	}

	@Test
	@DisplayName("F83 a proxy that answers with a web page")
	void webPage() {
		this.proxy.status = HttpResponseStatus.FORBIDDEN;
		try (Wired wired = wired(settings(List.of()))) {
			assertThat(wired.create().failed(ConnectionFailedException.class).reason()).isEqualTo(Reason.PROXY);
		}
	}

	@Test
	@DisplayName("F83 non-proxy hosts are reached directly, with * for any characters and nothing else special")
	void nonProxyHosts() {
		answers(this.server);
		try (Wired wired = wired(settings(List.of("*.internal", "127.0.*")))) {
			wired.create().completed();
			assertThat(this.proxy.targets).isEmpty();
		}
		// A dot is a dot.
		try (Wired wired = wired(settings(List.of("127.0.0", "127x0x0x1", "*.0.0.2")))) {
			wired.create().completed();
			assertThat(this.proxy.targets).hasSize(1);
		}
	}

	/**
	 * A proxy that knows CONNECT.
	 */
	private static final class ConnectProxy implements AutoCloseable {

		private final List<String> targets = new CopyOnWriteArrayList<>();

		private final List<String> authorizations = new CopyOnWriteArrayList<>();

		private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

		private final Channel channel;

		private volatile HttpResponseStatus status = HttpResponseStatus.OK;

		ConnectProxy() {
			this.channel = new ServerBootstrap().group(this.loops)
				.channel(NioServerSocketChannel.class)
				.childHandler(new ChannelInitializer<SocketChannel>() {

					@Override
					protected void initChannel(SocketChannel channel) {
						channel.pipeline().addLast("codec", new HttpServerCodec());
						channel.pipeline().addLast("whole", new HttpObjectAggregator(8192));
						channel.pipeline().addLast("connect", new Connect());
					}

				})
				.bind("127.0.0.1", 0)
				.syncUninterruptibly()
				.channel();
		}

		int port() {
			return ((InetSocketAddress) this.channel.localAddress()).getPort();
		}

		@Override
		public void close() {
			if (this.loops.isShuttingDown()) {
				return;
			}
			this.channel.close().syncUninterruptibly();
			this.loops.shutdownGracefully(0, 5, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
		}

		private final class Connect extends SimpleChannelInboundHandler<FullHttpRequest> {

			@Override
			protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
				ConnectProxy.this.targets.add(request.uri());
				String authorization = request.headers().get("Proxy-Authorization");
				if (authorization != null) {
					ConnectProxy.this.authorizations.add(authorization);
				}
				HttpResponseStatus status = ConnectProxy.this.status;
				if (!status.equals(HttpResponseStatus.OK)) {
					answer(ctx, status);
					return;
				}
				String[] target = request.uri().split(":");
				new Bootstrap().group(ConnectProxy.this.loops)
					.channel(NioSocketChannel.class)
					.handler(new Relay(ctx.channel()))
					.connect(target[0], Integer.parseInt(target[1]))
					.addListener((io.netty.channel.ChannelFuture connected) -> {
						answer(ctx, HttpResponseStatus.OK);
						ctx.pipeline().addLast(new Relay(connected.channel()));
						ctx.pipeline().remove("connect");
						ctx.pipeline().remove("whole");
						ctx.pipeline().remove("codec");
					});
			}

			private static void answer(ChannelHandlerContext ctx, HttpResponseStatus status) {
				DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status,
						Unpooled.EMPTY_BUFFER);
				if (!status.equals(HttpResponseStatus.OK)) {
					response.headers().set("Content-Length", 0).set("Proxy-Authenticate", "Basic realm=\"x\"");
				}
				ctx.writeAndFlush(response);
			}

		}

		/**
		 * Hands on what it reads.
		 */
		private static final class Relay extends ChannelInboundHandlerAdapter {

			private final Channel other;

			Relay(Channel other) {
				this.other = other;
			}

			@Override
			public void channelRead(ChannelHandlerContext ctx, Object message) {
				if (this.other.isActive()) {
					this.other.writeAndFlush(message);
				}
				else {
					ReferenceCountUtil.release(message);
				}
			}

			@Override
			public void channelInactive(ChannelHandlerContext ctx) {
				this.other.close();
			}

		}

	}

}
