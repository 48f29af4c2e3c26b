package io.harborai.budget;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Where it is counted what budgets have spent. Implementations are thread-safe and never
 * block the thread that subscribes. One that knows the answer at once returns it as
 * {@link Mono#just}: it is then read without a subscription.
 * <p>
 * All amounts are whole billionths of a currency's unit.
 */
public interface BudgetStore {

	/**
	 * Reserve for one attempt from all accounts that it draws on, or from none of them:
	 * an account refuses if what is spent, reserved and asked for is more than its limit.
	 * @param charges what is asked for, each from another account
	 * @return what was decided
	 */
	Mono<Decision> reserve(List<Charge> charges);

	/**
	 * Give reservations back, and count what was spent in their place, within its limit
	 * or not.
	 * @param settlements what is settled; several may be of one account, after the store
	 * was away
	 * @return the balances after that, in the same order
	 */
	Mono<List<Balance>> settle(List<Settlement> settlements);

	/**
	 * Read balances.
	 * @param accounts the accounts
	 * @return their balances in the same order, zero where nothing is known
	 */
	Mono<List<Balance>> read(List<Account> accounts);

	/**
	 * What is counted by itself: a budget in one window, or one value of its tag. It may
	 * be forgotten an hour after its end.
	 *
	 * @param budget the budget's name
	 * @param tag the tag's value, null if the budget isn't split
	 * @param start when its window starts
	 * @param end when its window ends
	 */
	record Account(String budget, @Nullable String tag, Instant start, Instant end) {
	}

	/**
	 * What an attempt asks for.
	 *
	 * @param account where it is counted
	 * @param amount how much
	 * @param limit how much the account may have spent and reserved with it
	 * @param expires when the attempt must be over, so that a reservation that is older
	 * was left behind and needn't be kept
	 */
	record Charge(Account account, long amount, long limit, Instant expires) {
	}

	/**
	 * How an attempt ended.
	 *
	 * @param account where it is counted
	 * @param reserved what had been reserved, 0 for nothing
	 * @param expires when the reservation would have expired
	 * @param spent what it cost
	 */
	record Settlement(Account account, long reserved, Instant expires, long spent) {
	}

	/**
	 * What an account has.
	 *
	 * @param spent what was spent
	 * @param reserved what is reserved for attempts under way
	 */
	record Balance(long spent, long reserved) {

		/** Nothing. */
		public static final Balance ZERO = new Balance(0, 0);

		/**
		 * What the limit is for.
		 * @return what is spent and reserved together
		 */
		public long taken() {
			return this.spent + this.reserved;
		}

	}

	/**
	 * What was decided about a reservation.
	 *
	 * @param refusedBy which of the charges was refused first, -1 if none was
	 * @param balances the accounts' balances after that, in the order of the charges
	 */
	record Decision(int refusedBy, List<Balance> balances) {

		/**
		 * Whether everything was reserved.
		 * @return whether it was; else nothing was
		 */
		public boolean isGranted() {
			return this.refusedBy < 0;
		}

	}

}
