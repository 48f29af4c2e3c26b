package io.harborai.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Finds an error in whatever shape vendors send it: an {@code error} object or string, a
 * list of them (Gemini), flat {@code code} and {@code message} or {@code msg}
 * (SiliconFlow, DashScope, Qianfan), {@code error_code} and {@code error_msg} (Qianfan's
 * older API), {@code base_resp} (MiniMax), {@code ResponseMetadata.Error} (Volcengine's
 * control plane), {@code error_type} and {@code error_message} (vLLM-based gateways), a
 * bare JSON string (SiliconFlow), {@code error} with {@code error_description} (OAuth).
 */
final class ErrorBodyReader {

	private static final int MAX_TEXT = 2_000;

	private ErrorBodyReader() {
	}

	static ErrorBody read(byte[] bytes, int offset, int length) {
		Object value = startsJson(bytes, offset, length) ? PlainJson.read(bytes, offset, length) : null;
		ErrorBody body = find(value);
		if (body != null) {
			return body;
		}
		if (value instanceof String text) {
			return message(text);
		}
		if (value instanceof Map<?, ?> map) {
			return flat(map);
		}
		return text(bytes, offset, length);
	}

	/** Numbers and words at the start of a plain text are not JSON. */
	private static boolean startsJson(byte[] bytes, int offset, int length) {
		for (int i = offset; i < offset + length; i++) {
			byte b = bytes[i];
			if (b == '{' || b == '[' || b == '"') {
				return true;
			}
			// White space, or one of the bytes of a byte order mark.
			if (b > ' ') {
				return false;
			}
		}
		return false;
	}

	private static ErrorBody text(byte[] bytes, int offset, int length) {
		// Four bytes a character at most; the rest would be cut anyway.
		String text = new String(bytes, offset, Math.min(length, 4 * MAX_TEXT), StandardCharsets.UTF_8).strip();
		return text.startsWith("<") ? ErrorBody.NONE : message(text);
	}

	private static ErrorBody message(String text) {
		String message = text.isBlank() ? null : cut(text);
		return (message != null) ? new ErrorBody(message, null, null, null, null, null) : ErrorBody.NONE;
	}

	/**
	 * Look for an error in JSON.
	 * @param value the JSON as plain Java
	 * @return the error, null if there is none in it
	 */
	static @Nullable ErrorBody find(@Nullable Object value) {
		if (value instanceof List<?> list) {
			return (!list.isEmpty() && list.get(0) instanceof Map<?, ?> first && first.containsKey("error"))
					? find(first) : null;
		}
		if (!(value instanceof Map<?, ?> map)) {
			return null;
		}
		Object error = map.get("error");
		if (error instanceof Map<?, ?> object && !object.isEmpty()) {
			return structured(object, map);
		}
		if (error instanceof String text && !text.isBlank()) {
			return named(text, map);
		}
		if (error instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?> first) {
			return structured(first, map);
		}
		Map<?, ?> baseResp = PlainJson.object(map, "base_resp");
		if (isFailure(PlainJson.text(baseResp, "status_code"))) {
			return body(PlainJson.text(baseResp, "status_msg"), null, PlainJson.text(baseResp, "status_code"), null,
					null, requestId(map, "id"));
		}
		Map<?, ?> metadata = PlainJson.object(map, "ResponseMetadata");
		Map<?, ?> controlPlane = PlainJson.object(metadata, "Error");
		if (!controlPlane.isEmpty()) {
			return body(PlainJson.text(controlPlane, "Message"), null, PlainJson.text(controlPlane, "Code"), null, null,
					PlainJson.text(metadata, "RequestId"));
		}
		return isFlatError(map, error) ? flat(map) : null;
	}

	private static boolean isFlatError(Map<?, ?> map, @Nullable Object error) {
		if (Boolean.TRUE.equals(error) || "error".equals(map.get("object"))
				|| isFailure(PlainJson.text(map, "error_code"))) {
			return true;
		}
		boolean hasChoices = map.get("choices") instanceof List<?> choices && !choices.isEmpty();
		if (hasChoices || map.get("result") != null) {
			return false;
		}
		return PlainJson.text(map, "error_type", "error_message", "error_msg") != null
				|| (isFailure(PlainJson.text(map, "code")) && PlainJson.text(map, "message", "msg") != null);
	}

	private static boolean isFailure(@Nullable String code) {
		return code != null && !code.equals("0") && !code.equals("200");
	}

	private static ErrorBody structured(Map<?, ?> error, Map<?, ?> outer) {
		String code = PlainJson.text(error, "code");
		String status = PlainJson.text(error, "status");
		if (status != null && (code == null || isStatus(code)) && !isNumber(status)) {
			// Gemini: "code" repeats the HTTP status, "status" is the code.
			return body(message(error), PlainJson.text(error, "type"), status, param(error), status(error, outer),
					requestId(error, outer));
		}
		return body(message(error), PlainJson.text(error, "type"), code, param(error), status(error, outer),
				requestId(error, outer));
	}

	private static ErrorBody named(String error, Map<?, ?> map) {
		String description = PlainJson.text(map, "error_description");
		if (description != null) {
			return body(description, null, error, null, status(map, map), requestId(map, map));
		}
		String message = PlainJson.text(map, "message", "msg");
		if (message != null && !message.equals(error)) {
			// Spring and others: the reason phrase, and beside it what happened.
			return body(error + ": " + message, PlainJson.text(map, "type"), PlainJson.text(map, "code"), null,
					status(map, map), requestId(map, map));
		}
		return body(error, PlainJson.text(map, "type", "error_type"), PlainJson.text(map, "code"), param(map),
				status(map, map), requestId(map, map));
	}

	private static ErrorBody flat(Map<?, ?> map) {
		String code = PlainJson.text(map, "error_code", "code");
		String message = PlainJson.text(map, "error_msg", "error_message", "message", "msg", "detail");
		String param = param(map);
		if (message == null && map.get("detail") instanceof List<?> details && !details.isEmpty()
				&& details.get(0) instanceof Map<?, ?> first) {
			// FastAPI's validation errors, as vLLM and its like send them.
			message = PlainJson.text(first, "msg");
			param = (first.get("loc") instanceof List<?> place)
					? String.join(".", place.stream().map(Objects::toString).toList()) : param;
		}
		return body(message, PlainJson.text(map, "error_type", "type"), code, param, status(map, map),
				requestId(map, map));
	}

	private static @Nullable String message(Map<?, ?> error) {
		return PlainJson.text(error, "message", "msg", "detail", "error_msg");
	}

	private static @Nullable String param(Map<?, ?> error) {
		return PlainJson.text(error, "param");
	}

	private static @Nullable Integer status(Map<?, ?> error, Map<?, ?> outer) {
		for (Map<?, ?> map : List.of(error, outer)) {
			for (String name : List.of("status_code", "status", "code")) {
				Integer status = PlainJson.number(map, name);
				if (status != null && isStatus(status)) {
					return status;
				}
			}
		}
		return null;
	}

	private static boolean isStatus(String code) {
		return isNumber(code) && code.length() == 3 && isStatus(Integer.parseInt(code));
	}

	private static boolean isStatus(int number) {
		return number >= 400 && number < 600;
	}

	private static boolean isNumber(String text) {
		return text.chars().allMatch((c) -> c >= '0' && c <= '9');
	}

	private static @Nullable String requestId(Map<?, ?> error, Map<?, ?> outer) {
		String id = PlainJson.text(error, "request_id", "requestId", "RequestId");
		return (id != null) ? id : requestId(outer, "request_id", "requestId", "RequestId", "id");
	}

	private static @Nullable String requestId(Map<?, ?> map, String... names) {
		return PlainJson.text(map, names);
	}

	private static ErrorBody body(@Nullable String message, @Nullable String type, @Nullable String code,
			@Nullable String param, @Nullable Integer status, @Nullable String requestId) {
		return new ErrorBody((message != null) ? cut(message) : null, type, code, param, status, requestId);
	}

	private static String cut(String text) {
		return (text.length() <= MAX_TEXT) ? text : text.substring(0, MAX_TEXT);
	}

}
