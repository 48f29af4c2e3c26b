/**
 * Spring AI's OpenAI model.
 */
@NullMarked
package io.harborai.benchmarks.client;

import org.jspecify.annotations.NullMarked;
