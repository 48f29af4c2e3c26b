/**
 * JUnit support and assertions for tests of code that uses HarborAI.
 */
@NullMarked
package io.harborai.test;

import org.jspecify.annotations.NullMarked;
