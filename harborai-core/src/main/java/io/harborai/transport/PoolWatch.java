package io.harborai.transport;

import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;

/**
 * Knows the pools that a provider's connections live in, one for each remote address.
 * Thread-safe; looking at them disturbs nobody.
 */
final class PoolWatch implements ConnectionProvider.MeterRegistrar {

	private final Map<String, ConnectionPoolMetrics> pools = new ConcurrentHashMap<>();

	@Override
	public void registerMetrics(String poolName, String id, SocketAddress remote, ConnectionPoolMetrics metrics) {
		this.pools.put(id + remote, metrics);
	}

	@Override
	public void deRegisterMetrics(String poolName, String id, SocketAddress remote) {
		this.pools.remove(id + remote);
	}

	/**
	 * All pools together.
	 * @param max how many connections a pool may have
	 * @return the connections
	 */
	Connections connections(int max) {
		int active = 0;
		int idle = 0;
		int pending = 0;
		for (ConnectionPoolMetrics pool : this.pools.values()) {
			active += pool.acquiredSize();
			idle += pool.idleSize();
			pending += pool.pendingAcquireSize();
		}
		return new Connections(active, idle, pending, max);
	}

}
