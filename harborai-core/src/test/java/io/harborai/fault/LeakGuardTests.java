package io.harborai.fault;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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

	@Test
	void noticesASecretAtAnyLevelAndInCauses() throws InterruptedException {
		LeakGuard guard = new LeakGuard();
		guard.beforeAll(null);
		LoggerFactory.getLogger("io.harborai.some").trace("It was {}", Wired.KEY);
		LoggerFactory.getLogger("org.other").warn("It failed", new IllegalStateException(new Exception(Wired.KEY)));
		assertThat(guard.stop()).hasSize(2).allMatch((message) -> message.startsWith("SECRET:"));
	}

	private static void lose() {
		// The detector reports the same loss only once.
		ByteBufAllocator.DEFAULT.directBuffer(64).writeInt(42).touch("lost on purpose at " + System.nanoTime());
	}

}
