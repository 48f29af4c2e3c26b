package io.harborai.tool;

import java.time.Duration;

import io.harborai.chat.Tool;
import org.jspecify.annotations.Nullable;

/**
 * A tool as the model is told of it, with what is behind it.
 *
 * @param tool the tool
 * @param blocking whether its body may block the thread that calls it
 * @param timeout how long a call may take, null for the tool set's timeout
 * @param body what is done
 */
record BoundTool(Tool tool, boolean blocking, @Nullable Duration timeout, ToolBody body) {

	String name() {
		return this.tool.name();
	}

	BoundTool withTimeout(Duration timeout) {
		return new BoundTool(this.tool, this.blocking, timeout, this.body);
	}

}
