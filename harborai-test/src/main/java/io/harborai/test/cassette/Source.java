package io.harborai.test.cassette;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * A provider whose requests come to the deck.
 *
 * @param provider its name
 * @param url the vendor's own base URL
 * @param urlWithoutCassette where requests go while no cassette is in, null for nowhere
 * @param obstacle why nothing can be recorded from it, and what to do; null if it can
 */
record Source(String provider, URI url, @Nullable URI urlWithoutCassette, @Nullable String obstacle) {

	/**
	 * Return the path at the deck that stands for the vendor's host.
	 * @return the path
	 */
	String prefix() {
		return '/' + URLEncoder.encode(this.provider, StandardCharsets.UTF_8);
	}

	/**
	 * Return the path of the vendor's base URL.
	 * @return the path, without a slash at its end
	 */
	String basePath() {
		return withoutSlash(this.url.getRawPath());
	}

	/**
	 * Return where a recorded request goes.
	 * @param path its path at the vendor
	 * @return the address
	 */
	String recorded(String path) {
		return this.url.getScheme() + "://" + this.url.getRawAuthority() + path;
	}

	/**
	 * Return where a request goes while no cassette is in.
	 * @param path its path at the vendor
	 * @param base the base URL there
	 * @return the address
	 */
	String unrecorded(String path, URI base) {
		String rest = path.startsWith(basePath() + '/') ? path.substring(basePath().length()) : path;
		return withoutSlash(base.toString()) + rest;
	}

	private static String withoutSlash(@Nullable String text) {
		if (text == null) {
			return "";
		}
		return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
	}

}
