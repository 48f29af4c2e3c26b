package io.harborai.samples.quickstart;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * The application as its main method starts it, on the simulated vendor even where the
 * environment has keys.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(useMainMethod = UseMainMethod.ALWAYS, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "DEEPSEEK_API_KEY=", "ARK_API_KEY=", "QIANFAN_API_KEY=", "OPENAI_API_KEY=" })
@interface QuickstartTest {

}
