package io.harborai.autoconfigure.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

import io.harborai.budget.BudgetStore.Account;
import io.harborai.budget.BudgetStore.Balance;
import io.harborai.budget.BudgetStore.Charge;
import io.harborai.budget.BudgetStore.Decision;
import io.harborai.budget.BudgetStore.Settlement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counting in a real Redis.
 */
@RedisTest
class RedisBudgetStoreTests {

	private static RedisServer server;

	private static LettuceConnectionFactory connections;

	private final Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS);

	private final RedisBudgetStore store = new RedisBudgetStore(connections, "test");

	private final ReactiveStringRedisTemplate redis = new ReactiveStringRedisTemplate(connections);

	@BeforeAll
	static void startServer() {
		server = RedisServer.start();
		connections = server.connect();
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			connections.destroy();
			server.close();
		}
	}

	@BeforeEach
	void empty() {
		this.redis.getConnectionFactory().getReactiveConnection().serverCommands().flushAll().block();
	}

	private Account account(String budget, String tag) {
		return new Account(budget, tag, this.start, this.start.plus(Duration.ofHours(1)));
	}

	private static Charge charge(Account account, long amount, long limit) {
		return new Charge(account, amount, limit, Instant.now().plusSeconds(120));
	}

	private Decision reserve(Charge... charges) {
		return this.store.reserve(List.of(charges)).block();
	}

	private List<Balance> settle(Charge charge, long spent) {
		return this.store.settle(List.of(new Settlement(charge.account(), charge.amount(), charge.expires(), spent)))
			.block();
	}

	@Test
	void everythingIsReservedOrNothing() {
		Account one = account("one", null);
		Account other = account("other", "acme");
		assertThat(reserve(charge(one, 6, 10), charge(other, 6, 6)))
			.isEqualTo(new Decision(-1, List.of(new Balance(0, 6), new Balance(0, 6))));
		assertThat(reserve(charge(one, 4, 10), charge(other, 1, 6)))
			.isEqualTo(new Decision(1, List.of(new Balance(0, 6), new Balance(0, 6))));
		assertThat(reserve(charge(one, 4, 10)).isGranted()).isTrue();
		assertThat(reserve(charge(one, 1, 10)).refusedBy()).isZero();
	}

	@Test
	void whatIsSettledIsSpentWithinTheLimitOrNot() {
		Charge charge = charge(account("b", "a tenant: 'x' {y}"), 6, 10);
		reserve(charge);
		assertThat(settle(charge, 2)).containsExactly(new Balance(2, 0));
		Charge more = charge(charge.account(), 8, 10);
		assertThat(reserve(more).isGranted()).isTrue();
		assertThat(settle(more, 20)).containsExactly(new Balance(22, 0));
		assertThat(reserve(charge(charge.account(), 1, 10)).balances()).containsExactly(new Balance(22, 0));
		assertThat(this.store.read(List.of(charge.account(), account("b", null))).block())
			.containsExactly(new Balance(22, 0), Balance.ZERO);
		assertThat(this.store.read(List.of()).block()).isEmpty();
	}

	@Test
	void whatWasLeftBehindExpires() {
		Account account = account("b", null);
		reserve(new Charge(account, 10, 10, Instant.now().minusSeconds(120)));
		assertThat(reserve(charge(account, 10, 10))).isEqualTo(new Decision(-1, List.of(new Balance(0, 10))));
		// It comes too late to be given back.
		this.store.settle(List.of(new Settlement(account, 10, Instant.now().minusSeconds(120), 3))).block();
		assertThat(this.store.read(List.of(account)).block()).containsExactly(new Balance(3, 10));
	}

	@Test
	void clocksOfInstancesMayDiffer() {
		Account account = account("b", null);
		InstantSource ahead = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(30));
		RedisBudgetStore other = new RedisBudgetStore(connections, "test", ahead);
		Charge ours = charge(account, 6, 10);
		Charge theirs = new Charge(account, 6, 10, ahead.instant().plusSeconds(120));
		assertThat(reserve(ours).isGranted()).isTrue();
		assertThat(other.reserve(List.of(theirs)).block()).as("ours is alive")
			.isEqualTo(new Decision(0, List.of(new Balance(0, 6))));
		settle(ours, 2);
		assertThat(other.reserve(List.of(theirs)).block().isGranted()).isTrue();
		assertThat(reserve(ours).balances()).as("theirs is alive").containsExactly(new Balance(2, 6));
		other.settle(List.of(new Settlement(account, 6, theirs.expires(), 1))).block();
		assertThat(this.store.read(List.of(account)).block()).containsExactly(new Balance(3, 0));
	}

	@Test
	void whatIsReservedIsGivenBackFromTheMinuteBesideItsOwn() {
		Account account = account("b", null);
		Instant expires = Instant.now().plusSeconds(600);
		// One of these is in another minute.
		for (int shift : new int[] { -30, 0, 30 }) {
			Charge charge = new Charge(account, 4, 10, expires);
			reserve(charge);
			assertThat(this.store.settle(List.of(new Settlement(account, 4, expires.plusSeconds(shift), 0))).block())
				.containsExactly(Balance.ZERO);
		}
		reserve(new Charge(account, 4, 10, expires));
		reserve(new Charge(account, 5, 10, expires.plusSeconds(30)));
		assertThat(this.store.settle(List.of(new Settlement(account, 8, expires, 0))).block())
			.containsExactly(new Balance(0, 1));
	}

	@Test
	void everyKeyIsForgottenSomeTimeAfterItsWindow() {
		reserve(charge(account("b", null), 1, 10), charge(account("b", "acme"), 1, 10));
		settle(charge(account("c", null), 0, 10), 5);
		List<String> keys = this.redis.keys("*").collectList().block();
		assertThat(keys).containsExactlyInAnyOrder("test:{budget}:b:" + this.start.getEpochSecond(),
				"test:{budget}:b:" + this.start.getEpochSecond() + ":acme",
				"test:{budget}:c:" + this.start.getEpochSecond());
		for (String key : keys) {
			assertThat(this.redis.getExpire(key).block()).isPositive().isLessThanOrEqualTo(Duration.ofHours(2));
		}
	}

	@Test
	void largeAmountsAreCountedToTheLastBillionth() {
		Account account = account("b", null);
		long large = 900_000_000_000_000_001L;
		Charge charge = charge(account, large, Long.MAX_VALUE);
		assertThat(reserve(charge).isGranted()).isTrue();
		settle(charge, large);
		settle(charge(account, 0, 1), 1);
		assertThat(this.store.read(List.of(account)).block()).containsExactly(new Balance(large + 1, 0));
		assertThat(reserve(charge(account, 1, 1_000_000_000)).isGranted()).isFalse();
	}

	@Test
	void manyAtOnceGetNoMoreThanThereIs() {
		LettuceConnectionFactory second = server.connect();
		try {
			RedisBudgetStore other = new RedisBudgetStore(second, "test");
			Account account = account("b", null);
			Long granted = Flux.fromStream(IntStream.range(0, 1000).boxed())
				.flatMap((i) -> ((i % 2 == 0) ? this.store : other).reserve(List.of(charge(account, 3, 1500)))
					.subscribeOn(Schedulers.parallel()), 100)
				.filter(Decision::isGranted)
				.count()
				.block();
			assertThat(granted).isEqualTo(500);
			assertThat(other.read(List.of(account)).block()).containsExactly(new Balance(0, 1500));
		}
		finally {
			second.destroy();
		}
	}

	@Test
	void answersComeOnAThreadThatKnowsItMustNotBlock() {
		Boolean nonBlocking = this.store.read(List.of(account("b", null)))
			.map((balances) -> Schedulers.isInNonBlockingThread())
			.block();
		assertThat(nonBlocking).isTrue();
	}

}
