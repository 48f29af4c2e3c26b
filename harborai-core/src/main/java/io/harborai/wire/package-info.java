/**
 * JSON to chat values and back: one lenient reader and one writer for every vendor.
 */
@NullMarked
package io.harborai.wire;

import org.jspecify.annotations.NullMarked;
