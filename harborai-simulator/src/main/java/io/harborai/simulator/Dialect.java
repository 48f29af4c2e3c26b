package io.harborai.simulator;

/**
 * The wire dialects that a {@link SimulatedVendor} speaks, each under a path of its own
 * on the same port.
 */
public enum Dialect {

	/**
	 * DeepSeek: reasoning text, usage on the finish chunk, keep-alive comments while
	 * queueing.
	 */
	DEEPSEEK("/deepseek"),

	/**
	 * Doubao on Volcengine Ark: the role on every delta, usage only when asked for.
	 */
	DOUBAO("/doubao/api/v3"),

	/**
	 * ERNIE on Baidu Qianfan, version 2 of its interface.
	 */
	WENXIN("/qianfan/v2"),

	/**
	 * OpenAI chat completions.
	 */
	OPENAI("/openai/v1");

	private final String basePath;

	Dialect(String basePath) {
		this.basePath = basePath;
	}

	/**
	 * Return the path that a client's base URL ends with.
	 * @return the path, beginning with a slash and without one at its end
	 */
	public String basePath() {
		return this.basePath;
	}

}
