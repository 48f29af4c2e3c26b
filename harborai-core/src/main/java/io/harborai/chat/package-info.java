/**
 * The immutable request and response values of the chat API.
 */
@NullMarked
package io.harborai.chat;

import org.jspecify.annotations.NullMarked;
