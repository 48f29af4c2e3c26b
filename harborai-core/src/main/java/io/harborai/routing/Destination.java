package io.harborai.routing;

/**
 * What a name stands for: one model, or several.
 */
sealed interface Destination permits Candidate, Route {

}
