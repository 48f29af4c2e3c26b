/**
 * Health, meters, the Actuator endpoint and the masking of secrets at Actuator's other
 * endpoints.
 */
@NullMarked
package io.harborai.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
