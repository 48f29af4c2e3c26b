/**
 * Requests for embeddings and their answers: immutable values. Options, parts and meta
 * data are those of {@code io.harborai.chat}, which never knows this package.
 */
@NullMarked
package io.harborai.embedding;

import org.jspecify.annotations.NullMarked;
