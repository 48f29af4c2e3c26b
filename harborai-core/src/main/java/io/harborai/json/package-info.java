/**
 * Internal: the one JSON mapper of the client.
 */
@NullMarked
package io.harborai.json;

import org.jspecify.annotations.NullMarked;
