package io.harborai.tool;

import org.jspecify.annotations.Nullable;

/**
 * What is done when a tool is called. Thread-safe.
 */
@FunctionalInterface
interface ToolBody {

	/**
	 * Call the tool.
	 * @param invocation what the model wants
	 * @return the result, or a publisher or completion stage of it
	 * @throws ArgumentsException if the arguments aren't what the tool takes; nothing was
	 * run then
	 * @throws Exception whatever the tool throws
	 */
	@Nullable Object call(ToolInvocation invocation) throws Exception;

}
