/**
 * What instances of an application count together, in Redis.
 */
@NullMarked
package io.harborai.autoconfigure.redis;

import org.jspecify.annotations.NullMarked;
