package io.harborai.simulator;

/**
 * A gate inside a body.
 *
 * @param after the number of tokens, or of bytes outside a stream, before it
 * @param gate the gate
 */
record Hold(int after, Gate gate) {

}
