package io.harborai.provider;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.harborai.call.Target;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.JsonSchema;
import io.harborai.chat.Message;
import io.harborai.chat.ResponseFormat;
import io.harborai.chat.StructuredOptions;
import io.harborai.chat.StructuredStrategy;
import io.harborai.chat.SystemMessage;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolChoice;
import io.harborai.model.Capability;
import io.harborai.model.ModelInfo;

/**
 * A request for an answer of a given shape, written in a way that the model takes.
 *
 * @param strategy the way
 * @param request the request as it is sent
 */
record AnswerForm(StructuredStrategy strategy, ChatCompletionRequest request) {

	private static final String INSTRUCTION = "Answer with one JSON object and nothing else: no explanation, "
			+ "no code fence. It must fit this JSON schema:\n";

	/**
	 * Choose the way and write the request: what the request's options say, else the best
	 * that the model or its vendor is known to take and that none of the vendor's rules
	 * forbids here.
	 * @param request what is asked
	 * @param schema the answer's schema
	 * @param target who is asked
	 * @param dialect the vendor's
	 * @return the way and the request
	 */
	static AnswerForm of(ChatCompletionRequest request, JsonSchema schema, Target target, Dialect dialect) {
		StructuredOptions options = request.options().structured();
		StructuredStrategy wanted = (options != null) ? options.strategy() : null;
		if (wanted != null) {
			return render(request, schema, wanted);
		}
		for (StructuredStrategy strategy : known(request, target, dialect)) {
			AnswerForm form = render(request, schema, strategy);
			if (dialect.rule().problem(form.request(), target.model()) == null) {
				return form;
			}
		}
		return render(request, schema, StructuredStrategy.PROMPT);
	}

	private static Set<StructuredStrategy> known(ChatCompletionRequest request, Target target, Dialect dialect) {
		Set<StructuredStrategy> known = EnumSet.noneOf(StructuredStrategy.class);
		StructuredStrategy general = dialect.structured(target.model());
		if (general != null) {
			known.add(general);
		}
		ModelInfo model = target.info();
		if (model != null && model.supports(Capability.JSON_SCHEMA)) {
			known.add(StructuredStrategy.JSON_SCHEMA);
		}
		// A tool that must be called would keep the model from calling the caller's.
		if (model != null && model.supports(Capability.TOOL_CHOICE_REQUIRED) && request.tools().isEmpty()) {
			known.add(StructuredStrategy.TOOL);
		}
		if (model != null && model.supports(Capability.JSON_OBJECT)) {
			known.add(StructuredStrategy.JSON_OBJECT);
		}
		return known;
	}

	private static AnswerForm render(ChatCompletionRequest request, JsonSchema schema, StructuredStrategy strategy) {
		boolean inPrompt = strategy == StructuredStrategy.JSON_OBJECT || strategy == StructuredStrategy.PROMPT;
		ChatCompletionRequest told = inPrompt ? request.withMessages(instructed(request.messages(), schema)) : request;
		ChatCompletionRequest.Builder builder = told.toBuilder().answerSchema(null);
		switch (strategy) {
			case JSON_SCHEMA -> builder.responseFormat(format(schema));
			case TOOL -> builder.tool(tool(schema)).toolChoice(ToolChoice.function(schema.name()));
			case JSON_OBJECT -> builder.responseFormat(ResponseFormat.JSON_OBJECT);
			case PROMPT -> {
				// The prompt says it all.
			}
		}
		return new AnswerForm(strategy, builder.build());
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

	@Override
	public String toString() {
		return "AnswerForm[" + this.strategy + "]";
	}

}
