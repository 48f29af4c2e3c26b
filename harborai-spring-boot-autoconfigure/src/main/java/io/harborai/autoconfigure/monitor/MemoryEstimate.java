package io.harborai.autoconfigure.monitor;

import io.harborai.HarborAiClient;
import io.harborai.cache.CacheStatistics;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderRegistry.Entry;
import io.harborai.transport.Connections;

/**
 * How much memory the client keeps, worked out from what is built: nobody can measure it
 * in a running application without stopping it. The parts are what heaps showed in the
 * runs of docs/performance.md, rounded up.
 */
final class MemoryEstimate {

	private static final double CLIENT = 1;

	// Netty, the JSON mapper and Resilience4j, which all providers share.
	private static final double SHARED = 4;

	private static final double PROVIDER = 0.1;

	private static final double CONNECTION = 0.03;

	private static final double CACHED_ANSWER = 0.004;

	private MemoryEstimate() {
	}

	static double megabytes(HarborAiClient client) {
		int built = 0;
		int connected = 0;
		for (Entry entry : client.providers().snapshot().entries().values()) {
			ProviderHandle handle = entry.handle();
			Connections connections = handle.connections();
			built += (handle.built() != null) ? 1 : 0;
			connected += (connections != null) ? connections.active() + connections.idle() : 0;
		}
		CacheStatistics cache = client.cache();
		return CLIENT + ((built > 0) ? SHARED : 0) + built * PROVIDER + connected * CONNECTION
				+ ((cache != null) ? Math.max(0, cache.size()) * CACHED_ANSWER : 0);
	}

}
