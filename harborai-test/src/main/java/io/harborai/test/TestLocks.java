package io.harborai.test;

import java.util.Set;

import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Keeps tests that share a vendor from running at the same time.
 */
final class TestLocks implements ResourceLocksProvider {

	private static final String SPRING = "io.harborai.test.spring";

	@Override
	public Set<Lock> provideForClass(Class<?> testClass) {
		// Which context a class will get isn't known yet, so all contexts share a lock.
		String key = SpringTests.isSpringTest(testClass) ? SPRING : testClass.getName();
		return Set.of(new Lock(key, ResourceAccessMode.READ_WRITE));
	}

}
