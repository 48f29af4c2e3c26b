package io.harborai.fault;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeakGuard}: a guard that never barks guards nothing.
 */
class LeakGuardTests {

	@Test
	void noticesALostBuffer() throws InterruptedException {
		LeakGuard guard = new LeakGuard();
		guard.beforeAll(null);
		lose();
		assertThat(guard.stop()).anyMatch((message) -> message.startsWith("LEAK:"));
	}

	@Test
	void isSilentWhenNothingIsLost() throws InterruptedException {
		LeakGuard guard = new LeakGuard();
		guard.beforeAll(null);
		ByteBufAllocator.DEFAULT.directBuffer(64).writeInt(1).release();
		assertThat(guard.stop()).isEmpty();
	}

	private static void lose() {
		// The detector reports the same loss only once.
		ByteBufAllocator.DEFAULT.directBuffer(64).writeInt(42).touch("lost on purpose at " + System.nanoTime());
	}

}
