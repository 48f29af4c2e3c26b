package io.harborai.samples.quickstart;

import io.harborai.simulator.Dialect;

/**
 * The vendors in {@code application.yml}: where each one's key comes from, the model to
 * begin with, and how the simulator speaks in its place.
 */
enum Vendor {

	DEEPSEEK("deepseek", "DEEPSEEK_API_KEY", "deepseek-flash", Dialect.DEEPSEEK),

	DOUBAO("doubao", "ARK_API_KEY", "doubao-seed-2-1-turbo-260628", Dialect.DOUBAO),

	WENXIN("wenxin", "QIANFAN_API_KEY", "ernie-4.5-turbo-128k", Dialect.WENXIN),

	OPENAI("openai", "OPENAI_API_KEY", "gpt-6-luna", Dialect.OPENAI);

	private final String provider;

	private final String key;

	private final String model;

	private final Dialect dialect;

	Vendor(String provider, String key, String model, Dialect dialect) {
		this.provider = provider;
		this.key = key;
		this.model = model;
		this.dialect = dialect;
	}

	String provider() {
		return this.provider;
	}

	String key() {
		return this.key;
	}

	String model() {
		return this.model;
	}

	Dialect dialect() {
		return this.dialect;
	}

	String property(String name) {
		return "harborai.providers." + this.provider + "." + name;
	}

}
