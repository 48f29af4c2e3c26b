package io.harborai.fault;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets Netty's own allocator and the simulated vendor's books take their locks, for a few
 * instructions, on an event loop; nothing else.
 */
public final class NettyLocks implements BlockHoundIntegration {

	private static final String ALLOCATOR = "io.netty.buffer.AdaptivePoolingAllocator";

	private static final String SIMULATOR = "io.harborai.simulator.Waiting";

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside(ALLOCATOR, "allocate")
			.allowBlockingCallsInside(ALLOCATOR, "reallocate")
			.allowBlockingCallsInside(ALLOCATOR + "$AdaptiveByteBuf", "deallocate")
			.allowBlockingCallsInside(SIMULATOR, "change")
			.allowBlockingCallsInside(SIMULATOR, "read");
	}

}
