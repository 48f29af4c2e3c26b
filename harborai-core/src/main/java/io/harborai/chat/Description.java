package io.harborai.chat;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a type, a field or a record's component is for. The model reads it as part of
 * the JSON schema: a good sentence is worth more than a longer prompt.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER,
		ElementType.RECORD_COMPONENT })
public @interface Description {

	/**
	 * The text.
	 * @return one or more sentences for the model
	 */
	String value();

}
