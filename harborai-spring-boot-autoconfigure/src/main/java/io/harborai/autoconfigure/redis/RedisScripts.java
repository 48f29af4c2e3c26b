package io.harborai.autoconfigure.redis;

import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * Runs scripts in Redis without blocking who asks. Thread-safe.
 */
final class RedisScripts {

	private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

	private final ReactiveStringRedisTemplate redis;

	// The first to ask for a connection waits for it in the factory, under a lock, and so
	// does who comes meanwhile: that is done once and by a thread that may wait. It goes
	// on when who asked has left, and is tried again after it has failed.
	private final Mono<Boolean> connected;

	RedisScripts(ReactiveRedisConnectionFactory connections) {
		this.redis = new ReactiveStringRedisTemplate(connections);
		this.connected = Mono.fromCallable(connections::getReactiveConnection)
			.flatMap(ReactiveRedisConnection::closeLater)
			.thenReturn(true)
			.subscribeOn(Schedulers.boundedElastic())
			.cache((connected) -> FOREVER, (failure) -> Duration.ZERO, () -> Duration.ZERO);
	}

	/**
	 * Run a script. The answer comes on one of Reactor's threads: what follows is a call
	 * to a vendor, which Redis' own threads shouldn't be busy with.
	 * @param script the script
	 * @param keys its keys
	 * @param arguments its arguments
	 * @return what it answers
	 */
	Mono<String> run(RedisScript<String> script, List<String> keys, List<String> arguments) {
		return this.connected.then(Mono.defer(() -> this.redis.execute(script, keys, arguments).next()))
			.publishOn(Schedulers.parallel());
	}

}
