package io.harborai.autoconfigure.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.harborai.resilience.RateLimiterSettings;
import io.harborai.resilience.SharedRates;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * Counts in Redis what all instances of an application send to a provider: a bucket for
 * requests and one for tokens, each filled evenly over a minute, by the clock of Redis.
 */
public final class RedisSharedRates implements SharedRates {

	private static final int SECONDS = 60;

	// Takes from all buckets or from none, and tells in how many milliseconds it may; or
	// gives back without asking. A bucket that would be full by now needs no key.
	private static final RedisScript<String> SCRIPT = RedisScript.of(
			"""
					local time = redis.call('TIME')
					local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
					local wait, levels = 0, {}
					for i = 1, #KEYS do
						local amount = tonumber(ARGV[i * 3 - 1])
						local capacity = tonumber(ARGV[i * 3])
						local perMinute = tonumber(ARGV[i * 3 + 1])
						local known = redis.call('HMGET', KEYS[i], 'level', 'at')
						local level = tonumber(known[1] or capacity)
						local passed = math.max(0, now - tonumber(known[2] or now))
						level = math.min(capacity, level + passed * perMinute / 60000)
						local missing = math.min(amount, capacity) - level
						if ARGV[1] == 'take' and missing > 0 then
							wait = math.max(wait, math.ceil(missing * 60000 / perMinute))
						end
						levels[i] = math.min(capacity, level - amount)
					end
					if wait == 0 then
						for i = 1, #KEYS do
							local full = (tonumber(ARGV[i * 3]) - levels[i]) * 60000 / tonumber(ARGV[i * 3 + 1])
							redis.call('HSET', KEYS[i], 'level', string.format('%.6f', levels[i]), 'at', string.format('%.0f', now))
							redis.call('PEXPIRE', KEYS[i], string.format('%.0f', math.ceil(full) + 1000))
						end
					end
					return string.format('%.0f', wait)
					""",
			String.class);

	private final RedisScripts scripts;

	private final String prefix;

	private final Duration timeout;

	/**
	 * Create shared rates.
	 * @param connections where Redis is
	 * @param keyPrefix what all keys begin with
	 * @param timeout how long an attempt waits for an answer before it goes on without
	 */
	public RedisSharedRates(ReactiveRedisConnectionFactory connections, String keyPrefix, Duration timeout) {
		this.scripts = new RedisScripts(connections);
		this.prefix = keyPrefix + ":{rate}:";
		this.timeout = timeout;
	}

	@Override
	public Duration timeout() {
		return this.timeout;
	}

	@Override
	public Mono<Duration> take(String provider, RateLimiterSettings limits, long tokens) {
		return run("take", provider, limits, 1, tokens);
	}

	@Override
	public Mono<Void> giveBack(String provider, RateLimiterSettings limits, long tokens) {
		return run("give", provider, limits, 0, -tokens).then();
	}

	private Mono<Duration> run(String what, String provider, RateLimiterSettings limits, int requests, long tokens) {
		List<String> keys = new ArrayList<>(2);
		List<String> arguments = new ArrayList<>(7);
		arguments.add(what);
		Integer perMinute = limits.requestsPerMinute();
		if (perMinute != null && requests != 0) {
			// As each instance does by itself: what comes in a second at once.
			add(keys, arguments, provider + ":requests", requests, Math.max(1, perMinute / SECONDS), perMinute);
		}
		Long tokensPerMinute = limits.tokensPerMinute();
		if (tokensPerMinute != null) {
			add(keys, arguments, provider + ":tokens", tokens, tokensPerMinute, tokensPerMinute);
		}
		return this.scripts.run(SCRIPT, keys, arguments).map((wait) -> Duration.ofMillis(Long.parseLong(wait)));
	}

	private void add(List<String> keys, List<String> arguments, String key, long amount, long capacity,
			long perMinute) {
		keys.add(this.prefix + key);
		arguments.add(Long.toString(amount));
		arguments.add(Long.toString(capacity));
		arguments.add(Long.toString(perMinute));
	}

}
