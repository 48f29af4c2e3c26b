package io.harborai.benchmarks.runner;

import java.util.Arrays;
import java.util.List;

/**
 * A client that takes part. A new setup of HarborAI is one more line here and one in its
 * client's {@code Setups}.
 */
enum Contender {

	RAW("raw", "raw Reactor Netty", "raw", "RawNetty", "defaults"),

	JDK("jdk", "JDK HttpClient", "jdk", "JdkHttp", "defaults"),

	WEBCLIENT("webclient", "WebClient + Jackson", "webclient", "WebClientJackson", "defaults"),

	OPENAI_JAVA("openai-java", "openai-java", "openai-java", "OpenAiJava", "defaults"),

	SPRING_AI_OPENAI("spring-ai-openai", "Spring AI OpenAI", "spring-ai-openai", "SpringAiOpenAi", "defaults"),

	SPRING_AI_DEEPSEEK("spring-ai-deepseek", "Spring AI DeepSeek 1.1", "spring-ai-deepseek", "SpringAiDeepSeek",
			"defaults"),

	LANGCHAIN4J("langchain4j", "LangChain4j", "langchain4j", "LangChain4j", "defaults"),

	HARBORAI("harborai", "HarborAI", "harborai", "HarborAiReactive", "defaults"),

	HARBORAI_BLOCKING("harborai-blocking", "HarborAI, blocking", "harborai", "HarborAiBlocking", "defaults"),

	HARBORAI_OFF("harborai-off", "HarborAI, all resilience off", "harborai", "HarborAiReactive", "off"),

	HARBORAI_OBSERVED("harborai-observed", "HarborAI, observations and meters on", "harborai", "HarborAiReactive",
			"observed"),

	HARBORAI_NO_REUSE("harborai-no-reuse", "HarborAI without connection-reuse", "harborai", "HarborAiReactive",
			"without-connection-reuse"),

	HARBORAI_NO_ROUTES("harborai-no-routes", "HarborAI without compiled-routes", "harborai", "HarborAiReactive",
			"without-compiled-routes"),

	HARBORAI_FOUR("harborai-four", "HarborAI, four providers", "harborai", "HarborAiReactive", "four-providers"),

	HARBORAI_EAGER("harborai-eager", "HarborAI, four providers without lazy-providers", "harborai", "HarborAiReactive",
			"four-providers-eager");

	/** The clients without whose figures the others mean nothing. */
	static final List<Contender> GATED = List.of(RAW, HARBORAI);

	private final String id;

	private final String title;

	private final String module;

	private final String factory;

	private final String setup;

	Contender(String id, String title, String module, String factory, String setup) {
		this.id = id;
		this.title = title;
		this.module = module;
		this.factory = factory;
		this.setup = setup;
	}

	static Contender of(String id) {
		return Arrays.stream(values())
			.filter((contender) -> contender.id.equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no client '" + id + "'"));
	}

	String id() {
		return this.id;
	}

	String title() {
		return this.title;
	}

	String module() {
		return "clients/" + this.module;
	}

	String factory() {
		return "io.harborai.benchmarks.client." + this.factory;
	}

	String setup() {
		return this.setup;
	}

	/**
	 * Whether it shows what a setup of ours is worth, and says nothing about others.
	 */
	boolean isVariant() {
		return ordinal() > HARBORAI_BLOCKING.ordinal();
	}

	boolean isOurs() {
		return this.id.startsWith("harborai");
	}

}
