package io.harborai.simulator;

/**
 * A tool call with its id and the fragments in which a stream sends its arguments.
 *
 * @param id the call's id
 * @param name the tool's name
 * @param arguments the whole arguments
 * @param fragments the arguments in pieces
 */
record PlannedCall(String id, String name, String arguments, String[] fragments) {

	static PlannedCall of(String id, ToolInvocation call) {
		return new PlannedCall(id, call.name(), call.arguments(), Tokens.fragments(call.arguments(), 8));
	}

}
