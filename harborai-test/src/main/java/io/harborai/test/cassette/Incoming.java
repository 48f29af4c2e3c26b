package io.harborai.test.cassette;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * A request as it arrived at the deck.
 *
 * @param source the provider that it is for
 * @param method the HTTP method
 * @param path the path at the vendor, query included
 * @param headers the headers
 * @param body the body
 */
record Incoming(Source source, String method, String path, HttpHeaders headers, byte[] body) {

	private static final String NO_KEY = "simulated-key";

	/**
	 * Remember the secrets that it carries.
	 * @param secrets where to
	 */
	void reveal(Secrets secrets) {
		this.headers.forEach((header) -> secrets.watch(header.getKey(), header.getValue()));
		for (String parameter : query()) {
			int equals = parameter.indexOf('=');
			if (equals > 0) {
				secrets.watch(parameter.substring(0, equals), parameter.substring(equals + 1));
			}
		}
	}

	/**
	 * Return what of it may be kept.
	 * @param secrets masks the rest
	 * @return the request without secrets
	 */
	Tape.Request withoutSecrets(Secrets secrets) {
		return new Tape.Request(this.source.provider(), this.method, cleanPath(secrets),
				this.headers.get("content-type"), secrets.maskJson(TapeFormat.body(this.body)));
	}

	/**
	 * Return the request's headers that may be sent on.
	 * @return from the name to the value
	 */
	List<Map.Entry<String, String>> forwarded() {
		return this.headers.entries().stream().filter((header) -> HeaderRules.isEndToEnd(header.getKey())).toList();
	}

	/**
	 * Return the same request with all its keys replaced.
	 * @return the harmless request
	 */
	Incoming withoutKeys() {
		HttpHeaders harmless = this.headers.copy();
		for (String name : this.headers.names()) {
			if (Secrets.carries(name)) {
				harmless.set(name, name.equalsIgnoreCase("authorization") ? "Bearer " + NO_KEY : NO_KEY);
			}
		}
		return new Incoming(this.source, this.method, this.path, harmless, this.body);
	}

	private List<String> query() {
		int query = this.path.indexOf('?');
		return (query < 0) ? List.of() : List.of(this.path.substring(query + 1).split("&"));
	}

	private String cleanPath(Secrets secrets) {
		int query = this.path.indexOf('?');
		if (query < 0) {
			return secrets.mask(this.path);
		}
		List<String> parameters = new ArrayList<>();
		for (String parameter : query()) {
			String name = parameter.split("=", 2)[0];
			parameters.add(Secrets.carries(name) ? name + "=*" : parameter);
		}
		return secrets.mask(this.path.substring(0, query) + '?' + String.join("&", parameters));
	}

}
