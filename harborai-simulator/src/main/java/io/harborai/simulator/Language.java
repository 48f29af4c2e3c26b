package io.harborai.simulator;

/**
 * The languages in which the simulator answers, told apart by their scripts, with its
 * sentences.
 */
enum Language {

	ENGLISH("I am a simulated %s, so this answer costs nothing and knows nothing.",
			" You asked “%s” – a real model would answer that now;"
					+ " I only show how its words arrive, one after the other.",
			" The tool answered: %s", "The user asks something. I am a simulator, so I will say so and keep it short."),

	CHINESE("你好,我是模拟的 %s,回答不收费,也不含知识。", "你问的是:“%s”。真正的模型现在会回答你;我只演示文字如何一个接一个地到达。", "工具的回答是:%s",
			"用户提了一个问题。我只是模拟器,应当如实说明,并简短作答。"),

	JAPANESE("こんにちは、私は模擬の %s です。答えは無料ですが、知識はありません。", "ご質問は「%s」ですね。本物のモデルならここで答えます。私は言葉が順に届く様子をお見せするだけです。", "ツールの答え:%s",
			"ユーザーが質問した。私は模擬なので、正直にそう言って短く答えよう。"),

	KOREAN("안녕하세요, 저는 모의 %s입니다. 이 답은 무료이지만 지식은 없습니다.", " 질문은 “%s”이군요. 진짜 모델이라면 지금 답하겠지만, 저는 단어가 차례로 도착하는 모습만 보여 드립니다.",
			" 도구의 답: %s", "사용자가 질문했다. 나는 모의 모델이니 솔직하게 말하고 짧게 답하자."),

	RUSSIAN("Я имитация модели %s, поэтому этот ответ ничего не стоит и ничего не знает.",
			" Вы спросили: «%s». Настоящая модель сейчас ответила бы; я лишь показываю, как слова приходят одно за другим.",
			" Инструмент ответил: %s", "Пользователь о чём-то спрашивает. Я имитация, скажу об этом честно и коротко.");

	private static final int ECHO_LENGTH = 60;

	private final String greeting;

	private final String echo;

	private final String tool;

	private final String reasoning;

	Language(String greeting, String echo, String tool, String reasoning) {
		this.greeting = greeting;
		this.echo = echo;
		this.tool = tool;
		this.reasoning = reasoning;
	}

	static Language of(String text) {
		Language found = ENGLISH;
		for (int i = 0; i < text.length(); i++) {
			switch (Character.UnicodeScript.of(text.charAt(i))) {
				case HIRAGANA, KATAKANA -> {
					return JAPANESE;
				}
				case HANGUL -> {
					return KOREAN;
				}
				case HAN -> found = CHINESE;
				case CYRILLIC -> found = (found == ENGLISH) ? RUSSIAN : found;
				default -> {
					// letters of other scripts are answered in English
				}
			}
		}
		return found;
	}

	String answer(String model, String question) {
		return this.greeting.formatted(model) + (question.isBlank() ? "" : this.echo.formatted(shortened(question)));
	}

	String toolAnswer(String model, String result) {
		return this.greeting.formatted(model) + this.tool.formatted(shortened(result));
	}

	String reasoning() {
		return this.reasoning;
	}

	private static String shortened(String text) {
		String line = text.strip().replaceAll("\\s+", " ");
		if (line.codePointCount(0, line.length()) <= ECHO_LENGTH) {
			return line;
		}
		return line.substring(0, line.offsetByCodePoints(0, ECHO_LENGTH)).stripTrailing() + "…";
	}

}
