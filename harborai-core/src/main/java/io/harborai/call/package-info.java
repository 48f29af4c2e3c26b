/**
 * The vocabulary of a call on its way down the chain: call, attempt, handler, filter,
 * time.
 */
@NullMarked
package io.harborai.call;

import org.jspecify.annotations.NullMarked;
