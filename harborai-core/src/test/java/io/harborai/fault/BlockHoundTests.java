package io.harborai.fault;

import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Shows that the tests run under BlockHound: what blocks where it must not is an error.
 */
class BlockHoundTests {

	@Test
	void blockingOnAParallelThreadIsAnError() {
		Mono<Boolean> blocking = Mono.fromCallable(() -> {
			new CountDownLatch(1).await();
			return true;
		}).subscribeOn(Schedulers.parallel());
		assertThatThrownBy(() -> blocking.block(Reading.PATIENCE))
			.satisfies((thrown) -> org.assertj.core.api.Assertions.assertThat(reactor.core.Exceptions.unwrap(thrown))
				.isInstanceOf(BlockingOperationError.class));
	}

}
