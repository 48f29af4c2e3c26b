package io.harborai.transport;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Where requests of one kind go: the HTTP method, the address, and the headers that are
 * the same in all of them. Made once and used by one transport, which keeps here what it
 * has prepared for it. Thread-safe; {@code toString} shows no headers.
 */
public final class Endpoint {

	private final String method;

	private final URI uri;

	private final List<Map.Entry<String, String>> headers;

	private volatile @Nullable Publisher<?> answers;

	/**
	 * Create an endpoint; prepares nothing yet.
	 * @param method the HTTP method
	 * @param uri the address
	 * @param headers names and values; a later one replaces an earlier one of its name
	 */
	public Endpoint(String method, URI uri, List<Map.Entry<String, String>> headers) {
		this.method = method;
		this.uri = uri;
		this.headers = List.copyOf(headers);
	}

	String method() {
		return this.method;
	}

	URI uri() {
		return this.uri;
	}

	List<Map.Entry<String, String>> headers() {
		return this.headers;
	}

	/**
	 * The answers to requests that are sent here: each subscription is one, found by its
	 * context.
	 */
	Publisher<?> answers(HttpTransport transport) {
		Publisher<?> prepared = this.answers;
		if (prepared == null) {
			prepared = transport.prepare(this);
			this.answers = prepared;
		}
		return prepared;
	}

	@Override
	public String toString() {
		return this.method + " " + this.uri.getScheme() + "://" + this.uri.getHost() + this.uri.getPath();
	}

}
