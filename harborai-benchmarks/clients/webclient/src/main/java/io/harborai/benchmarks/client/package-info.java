/**
 * WebClient and Jackson, as an application writes them.
 */
@NullMarked
package io.harborai.benchmarks.client;

import org.jspecify.annotations.NullMarked;
