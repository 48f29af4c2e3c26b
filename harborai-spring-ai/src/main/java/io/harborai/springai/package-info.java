/**
 * Spring AI's chat and embedding models on a HarborAI client.
 */
@NullMarked
package io.harborai.springai;

import org.jspecify.annotations.NullMarked;
