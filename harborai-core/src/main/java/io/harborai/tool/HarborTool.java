package io.harborai.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a tool once its object is put into a {@link ToolSet}; nothing looks for
 * it by itself.
 * <p>
 * The arguments are the method's parameters by their names, or, if it is the only one,
 * the components of a record. A parameter that is {@code Optional} or has any
 * {@code Nullable} annotation may be left out by the model; one of type
 * {@link ToolInvocation} isn't asked of the model at all.
 * {@link io.harborai.chat.Description} says what a parameter or component is for.
 * <p>
 * A method that returns a {@code Publisher} or a {@code CompletionStage} is called where
 * the answer arrived and must not block. Any other is called on a thread of its own.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface HarborTool {

	/**
	 * What it does and when to use it, for the model to read.
	 * @return one or more sentences
	 */
	String value() default "";

	/**
	 * The tool's name.
	 * @return letters, digits, {@code _} and {@code -}, at most 64; the method's name
	 * unless set
	 */
	String name() default "";

	/**
	 * How long a call of it may take.
	 * @return an ISO-8601 duration such as {@code PT5S}; the tool set's timeout unless
	 * set
	 */
	String timeout() default "";

}
