/**
 * LangChain4j.
 */
@NullMarked
package io.harborai.benchmarks.client;

import org.jspecify.annotations.NullMarked;
