package io.harborai.wire;

import java.util.Map;
import java.util.TreeMap;

/**
 * One {@link ThinkSplitter} for each of a stream's answers.
 */
final class ThinkSplitters {

	private final Map<Integer, ThinkSplitter> splitters = new TreeMap<>();

	ThinkSplitter of(int index) {
		ThinkSplitter splitter = this.splitters.get(index);
		if (splitter == null) {
			splitter = new ThinkSplitter();
			this.splitters.put(index, splitter);
		}
		return splitter;
	}

	Map<Integer, ThinkSplitter> all() {
		return this.splitters;
	}

}
