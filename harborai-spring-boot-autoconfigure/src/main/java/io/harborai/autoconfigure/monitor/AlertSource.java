package io.harborai.autoconfigure.monitor;

import java.util.List;

/**
 * Tells what is wrong right now. Beans of this type are asked at each look of the
 * {@link PerformanceMonitor}, one after the other on a thread of its own; its interval is
 * the time that all of them have.
 */
@FunctionalInterface
public interface AlertSource {

	/**
	 * Look. What isn't found any more clears its alert.
	 * @return what is wrong, empty if nothing is
	 */
	List<Finding> findings();

}
