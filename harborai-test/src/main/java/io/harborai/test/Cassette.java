package io.harborai.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.harborai.test.cassette.CassetteMode;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lets a test of a class with {@link HarborAiTest} talk to the real vendors once, and
 * from then on to a recording in {@code src/test/resources/cassettes}. Recording takes
 * real keys, from the application's configuration or, in a plain test, from
 * {@code DEEPSEEK_API_KEY}, {@code ARK_API_KEY}, {@code QIANFAN_API_KEY} or
 * {@code OPENAI_API_KEY}; it is refused where {@code CI} is set. Keys never get into the
 * file.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(HarborAiExtension.class)
public @interface Cassette {

	/**
	 * The cassette's name: the file's without {@code .json}, with {@code /} between
	 * folders.
	 * @return the name
	 */
	String value();

	/**
	 * What to do, unless the system property {@code harborai.cassettes} says otherwise.
	 * @return the mode
	 */
	CassetteMode mode() default CassetteMode.AUTO;

	/**
	 * How fast to replay.
	 * @return 1 for the recorded timing, 2 for twice as fast, 0 for no waiting
	 */
	double replaySpeed() default 1;

}
