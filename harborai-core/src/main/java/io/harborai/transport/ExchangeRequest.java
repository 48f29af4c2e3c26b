package io.harborai.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, ready to be sent. {@code toString} shows neither headers nor body.
 *
 * @param endpoint where it goes
 * @param headers its own headers besides the endpoint's: names and values; a later one
 * replaces an earlier one of its name
 * @param body writes the body, anew whenever the request is sent; null for none
 */
public record ExchangeRequest(Endpoint endpoint, List<Map.Entry<String, String>> headers,
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
		return this.endpoint.toString();
	}

}
