package io.harborai.simulator;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.netty.handler.ssl.SslHandler;

/**
 * Makes the TLS layer of a connection.
 */
final class Tls {

	private Tls() {
	}

	static SslHandler server(SSLContext context) {
		SSLEngine engine = context.createSSLEngine();
		engine.setUseClientMode(false);
		return new SslHandler(engine);
	}

}
