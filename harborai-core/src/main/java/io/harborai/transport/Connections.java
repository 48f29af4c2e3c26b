package io.harborai.transport;

/**
 * A provider's connections at one moment.
 *
 * @param active how many carry an exchange
 * @param idle how many wait in the pool
 * @param pending how many exchanges wait for one
 * @param max how many there may be
 */
public record Connections(int active, int idle, int pending, int max) {
}
