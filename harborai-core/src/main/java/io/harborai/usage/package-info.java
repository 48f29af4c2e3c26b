/**
 * What a call used and what it cost: token counts, money and the arithmetic between them.
 */
@NullMarked
package io.harborai.usage;

import org.jspecify.annotations.NullMarked;
