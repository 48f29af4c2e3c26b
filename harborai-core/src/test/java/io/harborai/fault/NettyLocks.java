package io.harborai.fault;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets Netty's own allocator take its lock, for a few instructions, on an event loop, and
 * the simulated vendor, which is no part of the client, what it needs; nothing else.
 */
public final class NettyLocks implements BlockHoundIntegration {

	private static final String ALLOCATOR = "io.netty.buffer.AdaptivePoolingAllocator";

	private static final String SIMULATOR = "io.harborai.simulator.";

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside(ALLOCATOR, "allocate")
			.allowBlockingCallsInside(ALLOCATOR, "reallocate")
			.allowBlockingCallsInside(ALLOCATOR + "$AdaptiveByteBuf", "deallocate")
			.allowBlockingCallsInside(SIMULATOR + "VendorConnection", "channelRead")
			.allowBlockingCallsInside(SIMULATOR + "Waiting", "change")
			.allowBlockingCallsInside(SIMULATOR + "Waiting", "read");
	}

}
