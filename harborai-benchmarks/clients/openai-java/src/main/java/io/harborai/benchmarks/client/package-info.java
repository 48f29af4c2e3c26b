/**
 * OpenAI's own client.
 */
@NullMarked
package io.harborai.benchmarks.client;

import org.jspecify.annotations.NullMarked;
