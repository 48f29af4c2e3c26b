package io.harborai.json;

/**
 * JSON texts of any length.
 */
public final class JsonSamples {

	private JsonSamples() {
	}

	/**
	 * Make one.
	 * @param shape {@code objects}, {@code text} or {@code numbers}
	 * @param length about how many characters
	 * @return an object with the list or text in its field {@code items} or {@code text}
	 */
	public static String of(String shape, int length) {
		StringBuilder json = new StringBuilder(length + 100);
		if (shape.equals("text")) {
			json.append("{\"title\":\"t\",\"text\":\"");
			while (json.length() < length) {
				json.append("a word, 一个字 and\\na line; ");
			}
			return json.append("\"}").toString();
		}
		json.append("{\"items\":[");
		for (int i = 0; json.length() < length; i++) {
			json.append((i > 0) ? "," : "");
			if (shape.equals("numbers")) {
				json.append('[').append(i).append(",-").append(i).append(".25,[1e").append(i % 100).append("]]");
			}
			else {
				json.append("{\"title\":\"number ").append(i).append("\",\"text\":\"some words to read\"}");
			}
		}
		return json.append("]}").toString();
	}

}
