package io.harborai.simulator;

/**
 * A tool call that an answer makes.
 *
 * @param name the tool's name
 * @param arguments the arguments, normally a JSON object
 */
record ToolInvocation(String name, String arguments) {

}
