package io.harborai.simulator;

import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * What tests have scripted: replies for the next requests, replies for all, random
 * faults. A dialect's own script goes before the common one. Safe for use by many
 * threads.
 */
final class ReplyBook {

	private final Map<Dialect, Page> pages = new EnumMap<>(Dialect.class);

	private final Page common = new Page();

	private final Queue<Reply> credentials = new ConcurrentLinkedQueue<>();

	private final Map<Fault, AtomicLong> drawn = new ConcurrentHashMap<>();

	ReplyBook() {
		for (Dialect dialect : Dialect.values()) {
			this.pages.put(dialect, new Page());
		}
	}

	Page of(Dialect dialect) {
		Page page = this.pages.get(dialect);
		return (page != null) ? page : this.common;
	}

	Page common() {
		return this.common;
	}

	void addCredential(Reply reply) {
		this.credentials.add(reply);
	}

	@Nullable Reply takeCredential() {
		return this.credentials.poll();
	}

	/**
	 * Take what is scripted for a request.
	 * @param dialect the request's dialect
	 * @return the reply, or {@code null} if nothing is scripted
	 */
	@Nullable Reply take(Dialect dialect) {
		Page own = of(dialect);
		Reply next = own.next.poll();
		next = (next != null) ? next : this.common.next.poll();
		if (next != null) {
			return next;
		}
		Reply always = (own.always != null) ? own.always : this.common.always;
		Chaos chaos = (own.chaos != null) ? own.chaos : this.common.chaos;
		return (chaos != null) ? disturbed(always, chaos) : always;
	}

	Map<Fault, Long> drawn() {
		Map<Fault, Long> counts = new EnumMap<>(Fault.class);
		this.drawn.forEach((fault, count) -> counts.put(fault, count.get()));
		return counts;
	}

	void clear() {
		this.pages.values().forEach(Page::clear);
		this.common.clear();
		this.credentials.clear();
		this.drawn.clear();
	}

	private @Nullable Reply disturbed(@Nullable Reply healthy, Chaos chaos) {
		Fault fault;
		int place;
		synchronized (chaos) {
			fault = chaos.mix.draw(chaos.random);
			place = FaultMix.place(chaos.random);
		}
		if (fault == null) {
			return healthy;
		}
		this.drawn.computeIfAbsent(fault, (key) -> new AtomicLong()).incrementAndGet();
		return fault.applyTo((healthy != null) ? healthy : Reply.answer(), place);
	}

	/**
	 * The script of one dialect, or of all.
	 */
	static final class Page {

		private final Queue<Reply> next = new ConcurrentLinkedQueue<>();

		private volatile @Nullable Reply always;

		private volatile @Nullable Chaos chaos;

		void next(Reply reply) {
			this.next.add(reply);
		}

		void always(Reply reply) {
			this.always = reply;
		}

		void chaos(FaultMix mix) {
			this.chaos = new Chaos(mix, new SplittableRandom(mix.seed()));
		}

		private void clear() {
			this.next.clear();
			this.always = null;
			this.chaos = null;
		}

	}

	private record Chaos(FaultMix mix, SplittableRandom random) {
	}

}
