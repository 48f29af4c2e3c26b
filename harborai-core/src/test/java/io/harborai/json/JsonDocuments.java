package io.harborai.json;

import java.util.List;
import java.util.Random;

/**
 * JSON texts, right and wrong, for parsers.
 */
final class JsonDocuments {

	static final List<String> VALID = List.of("{}", "[]", "null", "true", "false", "0", "-0", "12", "-7", "1.5",
			"-0.25e+3", "2147483648", "9223372036854775807", "9223372036854775808", "123456789012345678901234567890",
			"1E5", "0e0", "1e-400", "3.141592653589793238462643383279", "\"\"", "\"a\"",
			"\" \\\" \\\\ \\/ \\b \\f \\n \\r \\t \"", "\"\\u0041\\u00e9\\u4e2d\"", "\"中文 é 😀\"", "\"\\ud83d\\ude00\"",
			"\"a\\ud83d\\ude00b\"", "\"\\ud83d\"", "\"\\ude00 alone\"", "\"\\ud83d\\ud83d\\ude00\"", "\"\\u0000\"",
			"\"\u007f\"", " \n\t\r{ \"a\" : [ 1 , 2 ] , \"b\" : null } \n", "{\"a\":{\"b\":{\"c\":[{\"d\":\"e\"}]}}}",
			"{\"a\":1,\"a\":2}", "{\"a\":\"x\",\"b\":1,\"a\":{\"c\":true}}", "{\"a\":{\"x\":1},\"a\":\"text\"}",
			"{\"\":\"\"}", "{\"a\\n\\u0062\":1}", "[[],[[]],{},[{}]]", "[\"grows\",\"in\",\"steps\"]",
			"{\"text\":\"long long long\",\"list\":[1,\"two\",[3],{\"four\":4}],\"last\":false}",
			"[1,-2,3.5,\"x\",true,null,{\"k\":[0]}]");

	static final List<String> INVALID = List.of("", " ", "{", "[", "\"", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,",
			"{\"a\":1,}", "[1,]", "[,1]", "{,}", "{\"a\" 1}", "{a:1}", "{'a':1}", "[1 2]", "[1}", "{\"a\":1]", "]", "}",
			"nul", "nulL", "True", "truth", "tru", "01", "-", "-a", "1.", ".5", "1e", "1e+", "+1", "--1", "1.2.3",
			"1ee2", "0x10", "NaN", "Infinity", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"", "\"line\nbreak\"",
			"\"tab\there\"", "\"\u0000\"", "[1]]", "{}{}", "1 2", "\"a\" b", "// c\n1", "/* c */ 1", "[\"a\":1]",
			"{\"a\"}", "{1:2}", "{\"a\"::1}", "[\u00a01]", "undefined", "[1,,2]", "{\"a\":01}", "[-]", "[1e]",
			"\ufeff{}", "[tru]", "[nullx]");

	private static final String PIECES = "{}[]\",:0-e.x \\\u0001";

	private JsonDocuments() {
	}

	static String random(Random random, int depth) {
		int kind = random.nextInt((depth > 0) ? 8 : 6);
		return space(random) + switch (kind) {
			case 0 -> number(random);
			case 1, 2 -> text(random);
			case 3 -> "true";
			case 4 -> "false";
			case 5 -> "null";
			case 6 -> object(random, depth - 1);
			default -> array(random, depth - 1);
		} + space(random);
	}

	private static String space(Random random) {
		return switch (random.nextInt(8)) {
			case 0 -> " ";
			case 1 -> "\n\t";
			default -> "";
		};
	}

	private static String number(Random random) {
		return switch (random.nextInt(4)) {
			case 0 -> String.valueOf(random.nextInt());
			case 1 -> String.valueOf(random.nextLong());
			case 2 -> String.valueOf(random.nextDouble());
			default -> random.nextInt(100) + "." + random.nextInt(1000) + "e" + (random.nextInt(40) - 20);
		};
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder("\"");
		for (int i = random.nextInt(8); i > 0; i--) {
			text.append(switch (random.nextInt(9)) {
				case 0 -> "\\n";
				case 1 -> "\\\"";
				case 2 -> "\\u4e2d";
				case 3 -> "😀";
				case 4 -> "\\ud83d\\ude00";
				case 5 -> "\\ud83d";
				case 6 -> "中";
				default -> String.valueOf((char) ('a' + random.nextInt(26)));
			});
		}
		return text.append('"').toString();
	}

	private static String object(Random random, int depth) {
		StringBuilder object = new StringBuilder("{");
		for (int i = random.nextInt(4); i > 0; i--) {
			object.append(object.length() > 1 ? "," : "")
				.append(text(random))
				.append(':')
				.append(random(random, depth));
		}
		return object.append('}').toString();
	}

	private static String array(Random random, int depth) {
		StringBuilder array = new StringBuilder("[");
		for (int i = random.nextInt(4); i > 0; i--) {
			array.append(array.length() > 1 ? "," : "").append(random(random, depth));
		}
		return array.append(']').toString();
	}

	/**
	 * Damage a text: leave out, double or replace one character, or cut it.
	 */
	static String damaged(String json, Random random) {
		if (json.isEmpty()) {
			return json;
		}
		int at = random.nextInt(json.length());
		String before = json.substring(0, at);
		String after = json.substring(at + 1);
		return switch (random.nextInt(4)) {
			case 0 -> before + after;
			case 1 -> before + json.charAt(at) + json.charAt(at) + after;
			case 2 -> before + PIECES.charAt(random.nextInt(PIECES.length())) + after;
			default -> before;
		};
	}

}
