package io.harborai.autoconfigure.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import io.harborai.budget.BudgetStore;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * Counts in Redis what budgets have spent, so that all instances of an application share
 * them. Each account is a hash: {@code spent}, and what is reserved by the minute in
 * which it expires, so that what a crashed instance leaves behind holds nobody up for
 * long. Minutes go by the clock of Redis, as instances' clocks differ. All amounts are
 * whole numbers. Scripts make each step atomic; the keys of all accounts share a hash
 * tag, so that a cluster takes a step over several of them.
 */
public final class RedisBudgetStore implements BudgetStore {

	private static final Duration KEPT = Duration.ofHours(1);

	// What each account has: fields that have expired are dropped on the way.
	private static final String BALANCE = """
			local seconds = tonumber(redis.call('TIME')[1])
			local now = math.floor(seconds / 60)
			local function minute(remaining)
				return math.floor((seconds + tonumber(remaining)) / 60)
			end
			local function balance(key)
				local spent, reserved = '0', 0
				local fields = redis.call('HGETALL', key)
				for i = 1, #fields, 2 do
					if fields[i] == 'spent' then
						spent = fields[i + 1]
					elseif tonumber(fields[i]) < now then
						redis.call('HDEL', key, fields[i])
					else
						reserved = reserved + tonumber(fields[i + 1])
					end
				end
				return spent, reserved
			end
			local function balances(refused)
				local told = { tostring(refused) }
				for i = 1, #KEYS do
					local spent, reserved = balance(KEYS[i])
					told[#told + 1] = spent
					told[#told + 1] = string.format('%.0f', reserved)
				end
				return table.concat(told, ' ')
			end
			""";

	// Numbers in Lua are exact up to nine million units of a currency, and close enough
	// beyond; what is counted is added by Redis itself, which is exact.
	private static final RedisScript<String> RESERVE = RedisScript.of(BALANCE + """
			for i = 1, #KEYS do
				local amount, limit = tonumber(ARGV[i * 4 - 3]), tonumber(ARGV[i * 4 - 2])
				local spent, reserved = balance(KEYS[i])
				if tonumber(spent) + reserved + amount > limit then
					return balances(i - 1)
				end
			end
			for i = 1, #KEYS do
				redis.call('HINCRBY', KEYS[i], string.format('%.0f', minute(ARGV[i * 4 - 1])), ARGV[i * 4 - 3])
				redis.call('PEXPIREAT', KEYS[i], ARGV[i * 4])
			end
			return balances(-1)
			""", String.class);

	// The way to Redis takes now longer and now shorter: what was reserved is in its
	// minute or beside it.
	private static final RedisScript<String> SETTLE = RedisScript.of(BALANCE + """
			local function giveBack(key, amount, minute)
				for _, near in ipairs({ minute, minute - 1, minute + 1 }) do
					local field = string.format('%.0f', near)
					if near >= now and redis.call('HEXISTS', key, field) == 1 then
						local left = redis.call('HINCRBY', key, field, '-' .. amount)
						if left <= 0 then
							redis.call('HDEL', key, field)
						end
						if left >= 0 then
							return
						end
						amount = string.format('%.0f', 0 - left)
					end
				end
			end
			for i = 1, #KEYS do
				local reserved, spent = ARGV[i * 4 - 3], ARGV[i * 4 - 2]
				if reserved ~= '0' then
					giveBack(KEYS[i], reserved, minute(ARGV[i * 4 - 1]))
				end
				if spent ~= '0' then
					redis.call('HINCRBY', KEYS[i], 'spent', spent)
				end
				redis.call('PEXPIREAT', KEYS[i], ARGV[i * 4])
			end
			return balances(-1)
			""", String.class);

	private static final RedisScript<String> READ = RedisScript.of(BALANCE + "return balances(-1)", String.class);

	private final RedisScripts scripts;

	private final String prefix;

	private final InstantSource time;

	/**
	 * Create a store.
	 * @param connections where Redis is
	 * @param keyPrefix what all keys begin with
	 */
	public RedisBudgetStore(ReactiveRedisConnectionFactory connections, String keyPrefix) {
		this(connections, keyPrefix, InstantSource.system());
	}

	RedisBudgetStore(ReactiveRedisConnectionFactory connections, String keyPrefix, InstantSource time) {
		this.time = time;
		this.scripts = new RedisScripts(connections);
		this.prefix = keyPrefix + ":{budget}:";
	}

	@Override
	public Mono<Decision> reserve(List<Charge> charges) {
		List<String> keys = new ArrayList<>(charges.size());
		List<String> arguments = new ArrayList<>(4 * charges.size());
		for (Charge charge : charges) {
			keys.add(key(charge.account()));
			arguments.add(Long.toString(charge.amount()));
			arguments.add(Long.toString(charge.limit()));
			arguments.add(remaining(charge.expires()));
			arguments.add(forgotten(charge.account()));
		}
		return run(RESERVE, keys, arguments).map((words) -> new Decision(Integer.parseInt(words[0]), balances(words)));
	}

	@Override
	public Mono<List<Balance>> settle(List<Settlement> settlements) {
		List<String> keys = new ArrayList<>(settlements.size());
		List<String> arguments = new ArrayList<>(4 * settlements.size());
		for (Settlement settlement : settlements) {
			keys.add(key(settlement.account()));
			arguments.add(Long.toString(settlement.reserved()));
			arguments.add(Long.toString(settlement.spent()));
			arguments.add(remaining(settlement.expires()));
			arguments.add(forgotten(settlement.account()));
		}
		return run(SETTLE, keys, arguments).map(RedisBudgetStore::balances);
	}

	@Override
	public Mono<List<Balance>> read(List<Account> accounts) {
		if (accounts.isEmpty()) {
			return Mono.just(List.of());
		}
		return run(READ, accounts.stream().map(this::key).toList(), List.of()).map(RedisBudgetStore::balances);
	}

	private Mono<String[]> run(RedisScript<String> script, List<String> keys, List<String> arguments) {
		return this.scripts.run(script, keys, arguments).map((answer) -> answer.split(" "));
	}

	private String key(Account account) {
		String key = this.prefix + account.budget() + ":" + account.start().getEpochSecond();
		return (account.tag() != null) ? key + ":" + account.tag() : key;
	}

	/**
	 * The seconds until then: the same by any clock.
	 */
	private String remaining(Instant expires) {
		return Long.toString(Duration.between(this.time.instant(), expires).toSeconds());
	}

	private static String forgotten(Account account) {
		return Long.toString(account.end().plus(KEPT).toEpochMilli());
	}

	private static List<Balance> balances(String[] words) {
		List<Balance> balances = new ArrayList<>(words.length / 2);
		for (int i = 1; i < words.length; i += 2) {
			balances.add(new Balance(Long.parseLong(words[i]), Long.parseLong(words[i + 1])));
		}
		return balances;
	}

}
