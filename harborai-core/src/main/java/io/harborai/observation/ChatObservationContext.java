package io.harborai.observation;

import java.time.Duration;
import java.util.List;

import io.harborai.call.Attempt;
import io.harborai.call.Target;
import io.harborai.call.Trail;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ResponseMeta;
import io.harborai.usage.Usage;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call while it is observed. Everything but the request comes with
 * time. Handlers that want content can take it from the request here; nothing of it is in
 * the key values unless that is switched on.
 */
public final class ChatObservationContext extends Observation.Context {

	private final ChatCompletionRequest request;

	private final boolean streamed;

	private @Nullable Target target;

	private boolean starting = true;

	private String error = TagValues.NONE;

	private int attempts;

	private String responseId = "";

	private String responseModel = "";

	private List<FinishReason> finishReasons = List.of();

	private Usage usage = Usage.MISSING;

	private @Nullable ResponseMeta meta;

	private @Nullable Duration timeToFirstChunk;

	private @Nullable String input;

	private @Nullable String output;

	ChatObservationContext(ChatCompletionRequest request, boolean streamed) {
		this.request = request;
		this.streamed = streamed;
	}

	/**
	 * What is asked.
	 * @return the request
	 */
	public ChatCompletionRequest request() {
		return this.request;
	}

	/**
	 * Whether the answer comes in steps.
	 * @return whether it does
	 */
	public boolean streamed() {
		return this.streamed;
	}

	/**
	 * Whether it is at its start: nothing but the request is known.
	 * @return whether it is
	 */
	public boolean isStarting() {
		return this.starting;
	}

	/**
	 * Who answered, or was asked last.
	 * @return the target, null until the call has ended and if nobody was asked
	 */
	public @Nullable Target target() {
		return this.target;
	}

	/**
	 * How it ended.
	 * @return the type of the exception that it failed with, {@code cancelled}, or
	 * {@code none}
	 */
	public String error() {
		return this.error;
	}

	/**
	 * How many attempts were made.
	 * @return the number
	 */
	public int attempts() {
		return this.attempts;
	}

	/**
	 * The vendor's id of the answer.
	 * @return the id, "" if there is none
	 */
	public String responseId() {
		return this.responseId;
	}

	/**
	 * The model as the vendor names it in the answer.
	 * @return the name, "" if there is none
	 */
	public String responseModel() {
		return this.responseModel;
	}

	/**
	 * Why the answers stopped.
	 * @return the reasons, empty if there are none
	 */
	public List<FinishReason> finishReasons() {
		return this.finishReasons;
	}

	/**
	 * What was used.
	 * @return the usage, an estimate for streams that were cancelled or broke
	 */
	public Usage usage() {
		return this.usage;
	}

	/**
	 * How the answer came about.
	 * @return the meta data, null if there was no answer
	 */
	public @Nullable ResponseMeta meta() {
		return this.meta;
	}

	/**
	 * How long a stream's first chunk took.
	 * @return the time, null if none came or the answer wasn't streamed
	 */
	public @Nullable Duration timeToFirstChunk() {
		return this.timeToFirstChunk;
	}

	/**
	 * The prompt, redacted and shortened.
	 * @return JSON, null if it isn't to be recorded
	 */
	public @Nullable String input() {
		return this.input;
	}

	/**
	 * The answer, redacted and shortened.
	 * @return JSON, null if it isn't to be recorded or there is none
	 */
	public @Nullable String output() {
		return this.output;
	}

	void input(String input) {
		this.input = input;
	}

	void output(String output) {
		this.output = output;
	}

	void firstChunk(Duration time) {
		this.timeToFirstChunk = time;
	}

	void answered(String id, String model, ResponseMeta meta) {
		this.responseId = id;
		this.responseModel = model;
		this.meta = meta;
	}

	void finished(List<FinishReason> reasons) {
		this.finishReasons = reasons;
	}

	void used(Usage usage) {
		this.usage = usage;
	}

	void ended(Trail trail, String error) {
		Attempt attempt = trail.current();
		this.target = (attempt != null) ? attempt.target() : null;
		this.attempts = trail.attempts().size();
		this.error = error;
		this.starting = false;
	}

}
