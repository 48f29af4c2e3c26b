/**
 * Records a vendor's answers in a file, without secrets, and plays them back with their
 * timing.
 */
@NullMarked
package io.harborai.test.cassette;

import org.jspecify.annotations.NullMarked;
