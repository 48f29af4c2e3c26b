package io.harborai.test.app;

import io.harborai.HarborAiClient;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * What an application does with a client.
 */
@Component
public class Advisor {

	private final HarborAiClient client;

	private final HarborAiClient local;

	Advisor(HarborAiClient client, @Qualifier("our-deepseek") HarborAiClient local) {
		this.client = client;
		this.local = local;
	}

	public String advise(String question) {
		return this.client.chat().completions().create((r) -> r.user(question)).content();
	}

	public String adviseLocally(String question) {
		return this.local.chat().completions().create((r) -> r.model("deepseek-flash").user(question)).content();
	}

	public String ask(String model, String question) {
		return this.client.chat().completions().create((r) -> r.model(model).user(question)).content();
	}

}
