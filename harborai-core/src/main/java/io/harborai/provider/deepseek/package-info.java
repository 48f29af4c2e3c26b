/**
 * DeepSeek's dialect.
 */
@NullMarked
package io.harborai.provider.deepseek;

import org.jspecify.annotations.NullMarked;
