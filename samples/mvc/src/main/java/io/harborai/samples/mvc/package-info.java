/**
 * Blocking calls in a servlet application, one virtual thread a request.
 */
@NullMarked
package io.harborai.samples.mvc;

import org.jspecify.annotations.NullMarked;
