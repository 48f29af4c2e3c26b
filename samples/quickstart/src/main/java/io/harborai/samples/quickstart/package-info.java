/**
 * A chat page over every vendor: streaming, reasoning, cost, failures and Stop.
 */
@NullMarked
package io.harborai.samples.quickstart;

import org.jspecify.annotations.NullMarked;
