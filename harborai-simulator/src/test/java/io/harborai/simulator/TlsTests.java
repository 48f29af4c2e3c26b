package io.harborai.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.harborai.simulator.VendorClient.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class TlsTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private static SSLContext tls;

	@BeforeAll
	static void makeCertificate(@TempDir Path folder)
			throws IOException, InterruptedException, GeneralSecurityException {
		Path file = folder.resolve("server.p12");
		int result = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass",
				new String(PASSWORD), "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1")
			.inheritIO()
			.start()
			.waitFor();
		assertThat(result).isZero();
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, PASSWORD);
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, PASSWORD);
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(store);
		tls = SSLContext.getInstance("TLS");
		tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
	}

	@Test
	void theVendorSpeaksHttps() throws IOException, InterruptedException {
		try (SimulatedVendor vendor = SimulatedVendor.builder().tls(tls).build()) {
			String url = vendor.baseUrl(Dialect.OPENAI) + "/chat/completions";
			assertThat(url).startsWith("https://127.0.0.1:");
			assertThat(post(url, "{\"stream\":true," + ask("m", "Hello") + "}").body()).endsWith("data: [DONE]\n\n");
			vendor.next(Reply.answer().resetAfter(2));
			assertThatIOException().isThrownBy(() -> post(url, "{\"stream\":true," + ask("m", "Hello") + "}"));
			assertThat(vendor.connections().closedByClient()).isZero();
		}
	}

	@Test
	void scriptsRunAboveTls() throws IOException, InterruptedException {
		try (ScriptedServer server = ScriptedServer.start(tls)) {
			server.next(ConnectionScript.onRequest().respond(200, "text/plain", "hi"));
			assertThat(post(server.url() + "/", "").body()).isEqualTo("hi");
		}
	}

	private static HttpResponse<String> post(String url, String body) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url))
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		return HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.sslContext(tls)
			.build()
			.send(request, HttpResponse.BodyHandlers.ofString());
	}

}
