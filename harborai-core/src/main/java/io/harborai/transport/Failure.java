package io.harborai.transport;

import java.util.function.Function;

import io.harborai.call.Attempt;
import io.harborai.error.HarborAiException;

/**
 * How an attempt fails: the word that enters the trail, and the exception, which is made
 * after that so that it holds the whole trail.
 *
 * @param outcome a short lower-case word
 * @param exception makes the exception
 */
record Failure(String outcome, Function<Attempt, HarborAiException> exception) {
}
