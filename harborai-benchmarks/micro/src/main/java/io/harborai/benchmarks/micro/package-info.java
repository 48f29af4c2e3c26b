/**
 * The pieces of the call path by themselves. Benchmarks of pieces that only their own
 * package knows stand in packages of the same name.
 */
@NullMarked
package io.harborai.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
