/**
 * The properties and beans of HarborAI in a Spring Boot application.
 */
@NullMarked
package io.harborai.autoconfigure;

import org.jspecify.annotations.NullMarked;
