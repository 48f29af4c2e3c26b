package io.harborai.provider;

import java.util.Locale;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.Message;
import io.harborai.chat.ResponseFormat;
import io.harborai.chat.SystemMessage;
import io.harborai.chat.ToolChoice;
import io.harborai.chat.ToolMessage;
import io.harborai.chat.UserMessage;
import io.harborai.provider.Dialect.RequestRule;

/**
 * The rules that several vendors share.
 */
public final class RequestRules {

	private RequestRules() {
	}

	/**
	 * One answer only.
	 * @param vendor the vendor's name as people know it
	 * @return the rule
	 */
	public static RequestRule oneChoice(String vendor) {
		return (request, model) -> (request.n() != null && request.n() > 1)
				? vendor + " gives one answer to a request: leave 'n' out or ask several times" : null;
	}

	/**
	 * No JSON schema.
	 * @param vendor the vendor's name as people know it
	 * @return the rule
	 */
	public static RequestRule noJsonSchema(String vendor) {
		return (request, model) -> (request.responseFormat() != null
				&& request.responseFormat().type() == ResponseFormat.Type.JSON_SCHEMA) ? vendor
						+ " takes no JSON schema: use ResponseFormat.JSON_OBJECT and put the schema into the prompt"
						: null;
	}

	/**
	 * The word "json" must be in the prompt when JSON is asked for.
	 * @param vendor the vendor's name as people know it
	 * @return the rule
	 */
	public static RequestRule jsonNamed(String vendor) {
		return (request, model) -> {
			if (request.responseFormat() == null
					|| request.responseFormat().type() != ResponseFormat.Type.JSON_OBJECT) {
				return null;
			}
			for (Message message : request.messages()) {
				if (text(message).toLowerCase(Locale.ROOT).contains("json")) {
					return null;
				}
			}
			return vendor + " gives JSON only if the prompt contains the word \"json\": say so in a message";
		};
	}

	/**
	 * The model alone decides about tools.
	 * @param vendor the vendor's name as people know it
	 * @return the rule
	 */
	public static RequestRule noForcedTool(String vendor) {
		return (request, model) -> {
			ToolChoice choice = request.toolChoice();
			return (choice != null
					&& (choice.mode() == ToolChoice.Mode.REQUIRED || choice.mode() == ToolChoice.Mode.FUNCTION))
							? vendor + " can't be made to call a tool: use ToolChoice.AUTO" : null;
		};
	}

	/**
	 * An effort, but no token budget, for reasoning.
	 * @param vendor the vendor's name as people know it
	 * @return the rule
	 */
	public static RequestRule noReasoningBudget(String vendor) {
		return (request, model) -> (request.reasoning() != null && request.reasoning().budgetTokens() != null)
				? vendor + " takes no token budget for reasoning: use Reasoning.effort(...)" : null;
	}

	/**
	 * A narrower range of temperatures.
	 * @param vendor the vendor's name as people know it
	 * @param above the temperature must be above this
	 * @param upTo and at most this
	 * @return the rule
	 */
	public static RequestRule temperature(String vendor, double above, double upTo) {
		return (request, model) -> {
			Double temperature = request.temperature();
			return (temperature != null && !(temperature > above && temperature <= upTo))
					? vendor + " takes a temperature above " + above + " and up to " + upTo + ", not " + temperature
					: null;
		};
	}

	static String text(Message message) {
		if (message instanceof SystemMessage system) {
			return system.content();
		}
		if (message instanceof UserMessage user) {
			return user.text();
		}
		if (message instanceof AssistantMessage assistant) {
			return assistant.content();
		}
		return (message instanceof ToolMessage tool) ? tool.content() : "";
	}

	/**
	 * The last message must say something.
	 * @param vendor the vendor's name as people know it
	 * @return the rule
	 */
	public static RequestRule lastMessageNotBlank(String vendor) {
		return (request, model) -> {
			Message last = request.messages().get(request.messages().size() - 1);
			boolean blank = text(last).isBlank() && !(last instanceof UserMessage user && !user.textOnly());
			return blank ? vendor + " refuses a last message that is blank: put something into it" : null;
		};
	}

}
