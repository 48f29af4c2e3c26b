/**
 * Looks at the client from time to time and raises alerts.
 */
@NullMarked
package io.harborai.autoconfigure.monitor;

import org.jspecify.annotations.NullMarked;
