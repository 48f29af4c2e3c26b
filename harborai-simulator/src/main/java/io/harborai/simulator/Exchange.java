package io.harborai.simulator;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Plays one response on a connection, at its pace, through its gates and to its ending.
 * Runs on the connection's event loop only and never blocks it.
 */
final class Exchange {

	private static final byte[] STREAM_KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] BLANK_LINE = "\n".getBytes(StandardCharsets.US_ASCII);

	private static final int BATCH_OF_BYTES = 64 * 1024;

	private final VendorConnection connection;

	private final Channel channel;

	private final Outgoing outgoing;

	private final Body body;

	private final BodyWriter out;

	private final int breakAt;

	private final double pace;

	private int position;

	private int nextHold;

	private int keepAlives;

	private long startedAt;

	private boolean inBody;

	private boolean full;

	private boolean over;

	private @Nullable Future<?> timer;

	Exchange(VendorConnection connection, Channel channel, Outgoing outgoing) {
		this.connection = connection;
		this.channel = channel;
		this.outgoing = outgoing;
		this.body = outgoing.body();
		this.out = new BodyWriter(channel, outgoing.chunked(), outgoing.chunking().sizes());
		Ending ending = outgoing.ending();
		this.breakAt = ending.cutsIn() ? Math.min(ending.after(), this.body.lastBreak()) : Integer.MAX_VALUE;
		this.pace = this.body.events() ? outgoing.timing().pace() : 0;
		this.keepAlives = outgoing.timing().keepAlives();
	}

	void start() {
		after(this.outgoing.timing().latencyNanos(), this::head);
	}

	/**
	 * Stop for good, because the connection is gone.
	 */
	void cancel() {
		this.over = true;
		if (this.timer != null) {
			this.timer.cancel(false);
		}
		this.out.release();
	}

	/**
	 * Go on after the client has read what was waiting.
	 */
	void writable() {
		if (this.full && this.channel.isWritable()) {
			this.full = false;
			play();
		}
	}

	private void head() {
		if (heldAt(Integer.MIN_VALUE, this::head)) {
			return;
		}
		this.out.raw(this.outgoing.head());
		keepAlive();
	}

	private void keepAlive() {
		if (this.keepAlives == 0) {
			long delay = this.outgoing.timing().firstTokenNanos();
			if (delay > 0) {
				this.out.flush();
			}
			after(delay, this::body);
			return;
		}
		this.keepAlives--;
		this.out.flush();
		after(this.outgoing.timing().keepAliveInterval().toNanos(), () -> {
			this.out.frame(this.body.events() ? STREAM_KEEP_ALIVE : BLANK_LINE);
			keepAlive();
		});
	}

	private void body() {
		this.body.start(this.out);
		this.inBody = true;
		this.startedAt = System.nanoTime();
		play();
	}

	private void play() {
		while (!this.over) {
			if (heldAt(this.position, this::resume)) {
				return;
			}
			if (this.position == this.breakAt) {
				breakOff();
				return;
			}
			if (this.position == this.body.units()) {
				end();
				return;
			}
			int to = reachable();
			if (to == this.position) {
				this.out.flush();
				after(untilNext(), this::play);
				return;
			}
			this.body.units(this.position, to, this.out);
			this.position = to;
			if (this.out.full()) {
				this.out.flush();
			}
			if (!this.channel.isWritable()) {
				this.out.flush();
				this.full = !this.channel.isWritable();
				if (this.full) {
					return;
				}
			}
		}
	}

	private void resume() {
		if (this.pace > 0) {
			// the time at the gate does not count
			this.startedAt = System.nanoTime() - (long) (this.position / this.pace * 1e9);
		}
		play();
	}

	/**
	 * Return up to where may be written now.
	 */
	private int reachable() {
		int to = Math.min(this.body.units(), this.breakAt);
		if (this.nextHold < this.outgoing.holds().size()) {
			to = Math.min(to, this.outgoing.holds().get(this.nextHold).after());
		}
		to = Math.min(to, this.position + (this.body.events() ? 1 : BATCH_OF_BYTES));
		if (this.pace > 0) {
			int due = (int) ((System.nanoTime() - this.startedAt) * this.pace / 1e9) + 1;
			to = Math.min(to, Math.max(due, this.position));
		}
		return to;
	}

	private long untilNext() {
		return this.startedAt + (long) (this.position / this.pace * 1e9) - System.nanoTime();
	}

	/**
	 * Wait at the gates of a position.
	 * @return whether something must be waited for; {@code next} then runs later
	 */
	private boolean heldAt(int place, Runnable next) {
		if (this.nextHold >= this.outgoing.holds().size()) {
			return false;
		}
		Hold hold = this.outgoing.holds().get(this.nextHold);
		boolean here = hold.after() <= place || (this.inBody && place == this.body.units());
		if (!here) {
			return false;
		}
		this.nextHold++;
		this.out.flush();
		hold.gate().arrive(() -> NettyServer.execute(this.channel, () -> {
			if (!this.over) {
				next.run();
			}
		}));
		return true;
	}

	private void end() {
		Ending ending = this.outgoing.ending();
		this.body.end(!(ending instanceof Ending.NoDone), this.out);
		if (ending instanceof Ending.JunkAfterDone junk) {
			this.out.frame(junk.junk());
		}
		if (ending instanceof Ending.DoneThenKeepOpen) {
			this.out.flush();
			return;
		}
		complete();
	}

	private void breakOff() {
		Ending ending = this.outgoing.ending();
		if (ending instanceof Ending.ErrorEvent) {
			this.out.frame(this.outgoing.errorEvent());
			complete();
		}
		else if (ending instanceof Ending.Truncate) {
			complete();
		}
		else if (ending instanceof Ending.Cut) {
			this.out.partOfChunk();
			this.out.flush();
			this.connection.close(false);
		}
		else {
			this.out.flush();
			if (ending instanceof Ending.Reset) {
				this.connection.close(true);
			}
		}
	}

	private void complete() {
		this.over = true;
		this.out.lastChunk();
		this.connection.completing();
		this.out.flush();
		this.connection.completed(this.outgoing.close());
	}

	private void after(long nanos, Runnable next) {
		if (nanos <= 0) {
			next.run();
			return;
		}
		this.timer = this.channel.eventLoop().schedule(() -> {
			this.timer = null;
			if (!this.over) {
				next.run();
			}
		}, nanos, TimeUnit.NANOSECONDS);
	}

}
