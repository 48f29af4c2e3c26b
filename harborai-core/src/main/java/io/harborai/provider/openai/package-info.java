/**
 * OpenAI's dialect.
 */
@NullMarked
package io.harborai.provider.openai;

import org.jspecify.annotations.NullMarked;
