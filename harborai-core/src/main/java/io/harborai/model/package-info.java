/**
 * Models, their capabilities, their life and their prices: plain data.
 */
@NullMarked
package io.harborai.model;

import org.jspecify.annotations.NullMarked;
