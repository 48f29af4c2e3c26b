package io.harborai.transport;

import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * Trust and keys for TLS where they differ from the JVM's. Verification of certificates
 * and host names is always on.
 *
 * @param trust whom to trust, null for the JVM's trust store
 * @param keys the client's own certificate, null for none
 * @param protocols the TLS versions, empty for the JVM's
 * @param ciphers the cipher suites, empty for the JVM's
 */
public record TlsSettings(@Nullable TrustManagerFactory trust, @Nullable KeyManagerFactory keys, List<String> protocols,
		List<String> ciphers) {

	public TlsSettings {
		protocols = List.copyOf(protocols);
		ciphers = List.copyOf(ciphers);
	}

	@Override
	public String toString() {
		return "TlsSettings";
	}

}
