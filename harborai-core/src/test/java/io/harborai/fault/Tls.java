package io.harborai.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.harborai.transport.TlsSettings;

/**
 * Certificates for tests, made once with keytool: {@code localhost} is good for localhost
 * and 127.0.0.1, {@code stranger} for another host, {@code expired} was good until 2020.
 */
final class Tls {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private Tls() {
	}

	static KeyManagerFactory keys(String name) {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(store(name), PASSWORD);
			return keys;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static SSLContext server(String name) {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys(name).getKeyManagers(), null, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static TlsSettings trusting(String name) {
		return new TlsSettings(trust(name), null, List.of(), List.of());
	}

	static TrustManagerFactory trust(String name) {
		try {
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			try {
				trusted.load(null, null);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			trusted.setCertificateEntry("trusted", store(name).getCertificate("test"));
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(trusted);
			return trust;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore store(String name) {
		try (InputStream in = Tls.class.getResourceAsStream("/tls/" + name + ".p12")) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(in, PASSWORD);
			return store;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
