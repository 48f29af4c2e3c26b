package io.harborai.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request as it arrived. Immutable.
 */
public final class RecordedRequest {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private final @Nullable Dialect dialect;

	private final String method;

	private final String path;

	private final HttpHeaders received;

	private final byte[] body;

	private final int connectionId;

	private final long receivedAtNanos;

	RecordedRequest(@Nullable Dialect dialect, String method, String path, HttpHeaders received, byte[] body,
			int connectionId, long receivedAtNanos) {
		this.dialect = dialect;
		this.method = method;
		this.path = path;
		this.received = received;
		this.body = body;
		this.connectionId = connectionId;
		this.receivedAtNanos = receivedAtNanos;
	}

	/**
	 * Return the dialect that the path belongs to.
	 * @return the dialect
	 * @throws IllegalStateException if the path belongs to none
	 */
	public Dialect dialect() {
		if (this.dialect == null) {
			throw new IllegalStateException("the path " + this.path + " belongs to no dialect");
		}
		return this.dialect;
	}

	/**
	 * Return the HTTP method.
	 * @return the method in upper case
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Return the request's target as it was sent, query included.
	 * @return the path
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Return all headers, names in any case.
	 * @return from the name to its values, in order
	 */
	public Map<String, List<String>> headers() {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		this.received.forEach((header) -> headers.computeIfAbsent(header.getKey(), (name) -> new ArrayList<>())
			.add(header.getValue()));
		return Collections.unmodifiableMap(headers);
	}

	/**
	 * Return a header's first value.
	 * @param name the name, in any case
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String header(String name) {
		return this.received.get(name);
	}

	/**
	 * Return the body.
	 * @return the body read as UTF-8; empty if there was none
	 */
	public String body() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * Return the body's bytes.
	 * @return a copy
	 */
	public byte[] bodyAsBytes() {
		return this.body.clone();
	}

	/**
	 * Return the body read as a JSON object.
	 * @return the object as maps, lists, strings, numbers and booleans
	 * @throws IllegalStateException if it isn't one
	 */
	public Map<String, Object> bodyAsMap() {
		Map<String, Object> map = json();
		if (map == null) {
			throw new IllegalStateException("the body is no JSON object");
		}
		return map;
	}

	/**
	 * Return the number of the connection, to see which requests shared one.
	 * @return the number, from 1
	 */
	public int connectionId() {
		return this.connectionId;
	}

	/**
	 * Return when the request's last byte was read.
	 * @return the time as of {@link System#nanoTime()}
	 */
	public long receivedAtNanos() {
		return this.receivedAtNanos;
	}

	/**
	 * Return the body as a JSON object.
	 * @return the object, or {@code null} if it isn't one
	 */
	@Nullable Map<String, Object> json() {
		try {
			return JSON.readValue(this.body, OBJECT);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	int bodyLength() {
		return this.body.length;
	}

	/**
	 * Return the method, the path without its query, and the connection; no header and no
	 * body.
	 */
	@Override
	public String toString() {
		int query = this.path.indexOf('?');
		return this.method + ' ' + ((query < 0) ? this.path : this.path.substring(0, query)) + " on connection "
				+ this.connectionId;
	}

}
