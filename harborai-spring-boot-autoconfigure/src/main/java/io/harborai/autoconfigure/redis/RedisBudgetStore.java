package io.harborai.autoconfigure.redis;

import java.time.Duration;
import java.time.Instant;
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
 * long. All amounts are whole numbers. Scripts make each step atomic; the keys of all
 * accounts share a hash tag, so that a cluster takes a step over several of them.
 */
public final class RedisBudgetStore implements BudgetStore {

	private static final Duration KEPT = Duration.ofHours(1);

	// What each account has: fields that have expired are dropped on the way.
	private static final String BALANCE = """
			local now = tonumber(ARGV[1])
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
				local amount, limit = tonumber(ARGV[i * 4 - 2]), tonumber(ARGV[i * 4 - 1])
				local spent, reserved = balance(KEYS[i])
				if tonumber(spent) + reserved + amount > limit then
					return balances(i - 1)
				end
			end
			for i = 1, #KEYS do
				redis.call('HINCRBY', KEYS[i], ARGV[i * 4], ARGV[i * 4 - 2])
				redis.call('PEXPIREAT', KEYS[i], ARGV[i * 4 + 1])
			end
			return balances(-1)
			""", String.class);

	private static final RedisScript<String> SETTLE = RedisScript.of(BALANCE + """
			for i = 1, #KEYS do
				local reserved, spent, minute = ARGV[i * 4 - 2], ARGV[i * 4 - 1], ARGV[i * 4]
				if reserved ~= '0' and redis.call('HEXISTS', KEYS[i], minute) == 1
						and redis.call('HINCRBY', KEYS[i], minute, '-' .. reserved) <= 0 then
					redis.call('HDEL', KEYS[i], minute)
				end
				if spent ~= '0' then
					redis.call('HINCRBY', KEYS[i], 'spent', spent)
				end
				redis.call('PEXPIREAT', KEYS[i], ARGV[i * 4 + 1])
			end
			return balances(-1)
			""", String.class);

	private static final RedisScript<String> READ = RedisScript.of(BALANCE + "return balances(-1)", String.class);

	private final RedisScripts scripts;

	private final String prefix;

	/**
	 * Create a store.
	 * @param connections where Redis is
	 * @param keyPrefix what all keys begin with
	 */
	public RedisBudgetStore(ReactiveRedisConnectionFactory connections, String keyPrefix) {
		this.scripts = new RedisScripts(connections);
		this.prefix = keyPrefix + ":{budget}:";
	}

	@Override
	public Mono<Decision> reserve(List<Charge> charges) {
		List<String> keys = new ArrayList<>(charges.size());
		List<String> arguments = arguments(charges.size());
		for (Charge charge : charges) {
			keys.add(key(charge.account()));
			arguments.add(Long.toString(charge.amount()));
			arguments.add(Long.toString(charge.limit()));
			arguments.add(Long.toString(minute(charge.expires())));
			arguments.add(forgotten(charge.account()));
		}
		return run(RESERVE, keys, arguments).map((words) -> new Decision(Integer.parseInt(words[0]), balances(words)));
	}

	@Override
	public Mono<List<Balance>> settle(List<Settlement> settlements) {
		List<String> keys = new ArrayList<>(settlements.size());
		List<String> arguments = arguments(settlements.size());
		for (Settlement settlement : settlements) {
			keys.add(key(settlement.account()));
			arguments.add(Long.toString(settlement.reserved()));
			arguments.add(Long.toString(settlement.spent()));
			arguments.add(Long.toString(minute(settlement.expires())));
			arguments.add(forgotten(settlement.account()));
		}
		return run(SETTLE, keys, arguments).map(RedisBudgetStore::balances);
	}

	@Override
	public Mono<List<Balance>> read(List<Account> accounts) {
		if (accounts.isEmpty()) {
			return Mono.just(List.of());
		}
		return run(READ, accounts.stream().map(this::key).toList(), arguments(0)).map(RedisBudgetStore::balances);
	}

	private Mono<String[]> run(RedisScript<String> script, List<String> keys, List<String> arguments) {
		return this.scripts.run(script, keys, arguments).map((answer) -> answer.split(" "));
	}

	private static List<String> arguments(int accounts) {
		List<String> arguments = new ArrayList<>(1 + 4 * accounts);
		arguments.add(Long.toString(minute(Instant.now())));
		return arguments;
	}

	private String key(Account account) {
		String key = this.prefix + account.budget() + ":" + account.start().getEpochSecond();
		return (account.tag() != null) ? key + ":" + account.tag() : key;
	}

	private static long minute(Instant time) {
		return time.getEpochSecond() / 60;
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
