package io.harborai.tool;

import java.util.concurrent.Callable;

import io.harborai.json.Schemas;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Gives a tool's thread what the caller's had in its thread locals, a trace or a user for
 * instance, as far as the Reactor context has it. Needs Micrometer's context propagation;
 * where that is missing, tools run without.
 */
final class ThreadLocals {

	private static final boolean PRESENT = Schemas.isPresent("io.micrometer.context.ContextSnapshotFactory");

	private ThreadLocals() {
	}

	/**
	 * Run something with the thread locals of a context, and put back what was there.
	 * @param context the context
	 * @param task what to run
	 * @return its result
	 * @throws Exception what it throws
	 */
	static <T> @Nullable T with(ContextView context, Callable<@Nullable T> task) throws Exception {
		return (PRESENT && !context.isEmpty()) ? Micrometer.with(context, task) : task.call();
	}

	/**
	 * Loaded only where the library is.
	 */
	private static final class Micrometer {

		private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

		static <T> @Nullable T with(ContextView context, Callable<@Nullable T> task) throws Exception {
			ContextSnapshot.Scope scope = SNAPSHOTS.setThreadLocalsFrom(context);
			try {
				return task.call();
			}
			finally {
				scope.close();
			}
		}

	}

}
