package io.harborai.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs a {@link io.harborai.simulator.SimulatedVendor} for a test class and points the
 * providers at it.
 * <p>
 * In a plain test, parameters and fields that are neither final nor set get the
 * {@code SimulatedVendor} and a {@code HarborAiClient} of their own for each test. In a
 * Spring test, the application's own providers of the vendors that the simulator speaks
 * for are pointed at it, whatever base URLs and keys they are configured with; the
 * {@code SimulatedVendor} is a bean and a parameter. Other providers keep their settings.
 * <p>
 * The vendor forgets its scripts and requests before each test. Tests of one class run
 * one after the other; plain classes may run beside each other, and Spring tests, which
 * share contexts, take turns.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(HarborAiExtension.class)
@ResourceLock(providers = TestLocks.class)
public @interface HarborAiTest {

	/**
	 * The providers: {@code deepseek}, {@code doubao}, {@code wenxin}, {@code openai}.
	 * All four by default; in a Spring test, those that the application configures, or
	 * all four if it configures none.
	 * @return the names
	 */
	String[] providers() default {};

	/**
	 * The model of requests that name none. In a Spring test, the application's own by
	 * default.
	 * @return the model's name, "" for none
	 */
	String defaultModel() default "";

}
