package io.harborai.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, ready to be sent. {@code toString} shows neither headers nor body.
 *
 * @param method the HTTP method
 * @param uri where it goes
 * @param headers names and values, in order
 * @param body writes the body, anew whenever the request is sent; null for none
 */
public record ExchangeRequest(String method, URI uri, List<Map.Entry<String, String>> headers,
		@Nullable Consumer<OutputStream> body) {

	/**
	 * A body that is there already.
	 * @param bytes the body
	 * @return writes it
	 */
	public static Consumer<OutputStream> bytes(byte[] bytes) {
		return (out) -> {
			try {
				out.write(bytes);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	@Override
	public String toString() {
		return this.method + " " + this.uri.getScheme() + "://" + this.uri.getHost() + this.uri.getPath();
	}

}
