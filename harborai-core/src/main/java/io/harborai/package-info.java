/**
 * The client: what to inject, what to ask, and how it is put together.
 */
@NullMarked
package io.harborai;

import org.jspecify.annotations.NullMarked;
