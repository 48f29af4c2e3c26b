package io.harborai.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.JsonSchema;
import io.harborai.chat.Message;
import io.harborai.chat.ResponseFormat;
import io.harborai.chat.StructuredStrategy;
import io.harborai.chat.SystemMessage;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolChoice;
import io.harborai.model.Capability;
import io.harborai.model.ModelInfo;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an answer of a given shape in a way that the model takes. Immutable.
 */
final class AnswerForm {

	private static final String INSTRUCTION = "Answer with one JSON object and nothing else: no explanation, no code fence. "
			+ "It must fit this JSON schema:\n";

	private final StructuredStrategy vendorWide;

	/**
	 * Create it for a vendor.
	 * @param vendorWide what all of the vendor's models take
	 */
	AnswerForm(StructuredStrategy vendorWide) {
		this.vendorWide = vendorWide;
	}

	/**
	 * Choose the best way.
	 * @param request what is asked
	 * @param model what is known about the model, null if nothing is
	 * @return what the request says, else the best that the model or all of the vendor's
	 * are known to take
	 */
	StructuredStrategy strategy(ChatCompletionRequest request, @Nullable ModelInfo model) {
		StructuredStrategy wanted = request.options().structured().strategy();
		if (wanted != null) {
			return wanted;
		}
		StructuredStrategy known = (model != null) ? known(request, model) : StructuredStrategy.PROMPT;
		return (known.compareTo(this.vendorWide) <= 0) ? known : this.vendorWide;
	}

	private static StructuredStrategy known(ChatCompletionRequest request, ModelInfo model) {
		if (model.supports(Capability.JSON_SCHEMA)) {
			return StructuredStrategy.JSON_SCHEMA;
		}
		// A tool that must be called would keep the model from calling the caller's.
		if (model.supports(Capability.TOOL_CHOICE_REQUIRED) && request.tools().isEmpty()) {
			return StructuredStrategy.TOOL;
		}
		return model.supports(Capability.JSON_OBJECT) ? StructuredStrategy.JSON_OBJECT : StructuredStrategy.PROMPT;
	}

	/**
	 * Write a request with an answer's schema as one without.
	 * @param request what is asked
	 * @param schema the answer's schema
	 * @param strategy how to ask for it
	 * @return the request to be sent
	 */
	static ChatCompletionRequest render(ChatCompletionRequest request, JsonSchema schema, StructuredStrategy strategy) {
		ChatCompletionRequest.Builder builder = ((strategy.compareTo(StructuredStrategy.JSON_OBJECT) < 0) ? request
				: request.withMessages(instructed(request.messages(), schema)))
			.toBuilder()
			.answerSchema(null);
		switch (strategy) {
			case JSON_SCHEMA -> builder.responseFormat(format(schema));
			case TOOL -> builder.tool(tool(schema)).toolChoice(ToolChoice.function(schema.name()));
			case JSON_OBJECT -> builder.responseFormat(ResponseFormat.JSON_OBJECT);
			case PROMPT -> {
				// The prompt says it all.
			}
		}
		return builder.build();
	}

	private static ResponseFormat format(JsonSchema schema) {
		Map<String, Object> strict = schema.strict();
		return (strict != null) ? ResponseFormat.jsonSchema(schema.name(), strict)
				: new ResponseFormat(ResponseFormat.Type.JSON_SCHEMA, schema.name(), schema.toMap(), false);
	}

	private static Tool tool(JsonSchema schema) {
		Object told = schema.toMap().get("description");
		return Tool.function(schema.name(), (told instanceof String text) ? text : "Gives the answer.", schema.toMap());
	}

	/**
	 * The schema goes into the instructions, which come first: so the part that vendors
	 * cache stays the same.
	 */
	private static List<Message> instructed(List<Message> messages, JsonSchema schema) {
		String instruction = INSTRUCTION + schema.toJson();
		List<Message> all = new ArrayList<>(messages);
		if (messages.get(0) instanceof SystemMessage system) {
			all.set(0, new SystemMessage(system.content() + "\n\n" + instruction, system.additional()));
		}
		else {
			all.add(0, new SystemMessage(instruction));
		}
		return all;
	}

}
