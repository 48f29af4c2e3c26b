/**
 * Readable explanations of why an application doesn't start.
 */
@NullMarked
package io.harborai.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
