/**
 * A page of live plots and buttons, served as a web endpoint of Actuator.
 */
@NullMarked
package io.harborai.autoconfigure.dashboard;

import org.jspecify.annotations.NullMarked;
