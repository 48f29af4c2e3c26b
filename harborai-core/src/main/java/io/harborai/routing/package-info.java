/**
 * From a model name to the provider that serves it.
 */
@NullMarked
package io.harborai.routing;

import org.jspecify.annotations.NullMarked;
