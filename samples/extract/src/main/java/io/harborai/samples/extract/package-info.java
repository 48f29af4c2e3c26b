/**
 * A form that fills itself from a streamed record.
 */
@NullMarked
package io.harborai.samples.extract;

import org.jspecify.annotations.NullMarked;
