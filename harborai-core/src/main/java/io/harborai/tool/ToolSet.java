package io.harborai.tool;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.harborai.chat.JsonSchema;
import io.harborai.chat.Tool;
import io.harborai.json.SchemaCheck;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Tools that the model may have called, and how far that may go. Immutable and
 * thread-safe; making one reads types, which takes milliseconds each, so keep it.
 * <p>
 * A tool's result is sent to the model as it is if it is text, else as JSON. What a tool
 * throws is a failure; its message is what the model is told, unless failures are
 * {@linkplain OnFailure#RAISE raised}.
 */
public final class ToolSet {

	/** How often results are sent back to the model, unless set. */
	public static final int DEFAULT_MAX_ROUNDS = 10;

	/** How many tools of an answer run at the same time, unless set. */
	public static final int DEFAULT_PARALLELISM = 8;

	/** How long a tool may take, unless set. */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

	private final Map<String, BoundTool> tools;

	private final List<Tool> declared;

	private final int maxRounds;

	private final int parallelism;

	private final Duration timeout;

	private final OnFailure onFailure;

	private final @Nullable Executor executor;

	private ToolSet(Builder builder) {
		this.tools = new LinkedHashMap<>(builder.tools);
		this.declared = this.tools.values().stream().map(BoundTool::tool).toList();
		this.maxRounds = builder.maxRounds;
		this.parallelism = builder.parallelism;
		this.timeout = builder.timeout;
		this.onFailure = builder.onFailure;
		this.executor = builder.executor;
	}

	/**
	 * The tools of some objects, with the usual limits.
	 * @param beans objects with {@link HarborTool} methods
	 * @return their tools
	 * @throws IllegalArgumentException if an object has no such method, or one that can't
	 * work
	 */
	public static ToolSet of(Object... beans) {
		return builder().beans(beans).build();
	}

	/**
	 * Start with no tools.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The tools as the model is told of them.
	 * @return an immutable list
	 */
	public List<Tool> tools() {
		return this.declared;
	}

	/**
	 * How often results are sent back to the model.
	 * @return the number
	 */
	public int maxRounds() {
		return this.maxRounds;
	}

	/**
	 * How many tools of one answer run at the same time.
	 * @return the number
	 */
	public int parallelism() {
		return this.parallelism;
	}

	/**
	 * What happens to a call that can't be run or fails.
	 * @return what happens
	 */
	public OnFailure onFailure() {
		return this.onFailure;
	}

	@Nullable BoundTool find(String name) {
		return this.tools.get(name);
	}

	Duration timeout(BoundTool tool) {
		return (tool.timeout() != null) ? tool.timeout() : this.timeout;
	}

	Scheduler scheduler() {
		return (this.executor != null) ? Schedulers.fromExecutor(this.executor) : ToolThreads.scheduler();
	}

	@Override
	public String toString() {
		return "ToolSet" + this.tools.keySet();
	}

	static Duration checked(Duration timeout) {
		if (timeout.isZero() || timeout.isNegative()) {
			throw new IllegalArgumentException("A tool's timeout is longer than zero, not " + timeout);
		}
		return timeout;
	}

	/**
	 * What happens to a call of a tool that doesn't exist, has arguments that can't be
	 * used, fails or takes too long.
	 */
	public enum OnFailure {

		/** The model is told what is wrong, as the call's result, and may do better. */
		TELL_MODEL,

		/**
		 * The loop ends with a {@link io.harborai.error.ToolCallException}; tools that
		 * still run are cancelled.
		 */
		RAISE

	}

	/**
	 * Builds a {@link ToolSet}. Not thread-safe.
	 */
	public static final class Builder {

		private final Map<String, BoundTool> tools = new LinkedHashMap<>();

		private int maxRounds = DEFAULT_MAX_ROUNDS;

		private int parallelism = DEFAULT_PARALLELISM;

		private Duration timeout = DEFAULT_TIMEOUT;

		private OnFailure onFailure = OnFailure.TELL_MODEL;

		private @Nullable Executor executor;

		private Builder() {
		}

		/**
		 * Add the {@link HarborTool} methods of some objects, Spring beans for instance.
		 * @param beans the objects; proxies are called as such
		 * @return this builder
		 * @throws IllegalArgumentException if an object has no such method, or one that
		 * can't work
		 */
		public Builder beans(Object... beans) {
			for (Object bean : beans) {
				MethodTools.of(bean).forEach(this::add);
			}
			return this;
		}

		/**
		 * Add a tool. It is called on a thread of its own and may block; an interrupt
		 * tells it that nobody waits any more.
		 * @param <T> the type of its arguments
		 * @param name its name: letters, digits, {@code _} and {@code -}, at most 64
		 * @param description what it does and when to use it, for the model to read
		 * @param arguments its arguments: a record or bean
		 * @param body what it does
		 * @return this builder
		 * @throws IllegalArgumentException if there is no schema for the type, or one
		 * that isn't an object's
		 */
		public <T> Builder tool(String name, String description, Class<T> arguments, Function<T, ?> body) {
			return typed(name, description, arguments, true, body);
		}

		/**
		 * Add a tool that doesn't block. It is called where the answer arrived, which may
		 * be an event loop.
		 * @param <T> the type of its arguments
		 * @param name its name: letters, digits, {@code _} and {@code -}, at most 64
		 * @param description what it does and when to use it, for the model to read
		 * @param arguments its arguments: a record or bean
		 * @param body what it does
		 * @return this builder
		 * @throws IllegalArgumentException if there is no schema for the type, or one
		 * that isn't an object's
		 */
		public <T> Builder asyncTool(String name, String description, Class<T> arguments, Function<T, Mono<?>> body) {
			return typed(name, description, arguments, false, body);
		}

		/**
		 * Add a tool by its schema. It is called on a thread of its own and may block; an
		 * interrupt tells it that nobody waits any more.
		 * @param tool the tool
		 * @param body takes the arguments as JSON: an object that fits the schema as far
		 * as its types, fields, enums, alternatives and limits go
		 * @return this builder
		 */
		public Builder tool(Tool tool, Function<String, ?> body) {
			return raw(tool, true, body);
		}

		/**
		 * Add a tool that doesn't block by its schema. It is called where the answer
		 * arrived, which may be an event loop.
		 * @param tool the tool
		 * @param body takes the arguments as JSON: an object that fits the schema as far
		 * as its types, fields, enums, alternatives and limits go
		 * @return this builder
		 */
		public Builder asyncTool(Tool tool, Function<String, Mono<?>> body) {
			return raw(tool, false, body);
		}

		private <T> Builder typed(String name, String description, Class<T> type, boolean blocking,
				Function<T, ?> body) {
			ToolArgument<T> argument = ToolArgument.of(type);
			JsonSchema schema = argument.schema();
			if (!schema.isObject()) {
				throw new IllegalArgumentException("The arguments of tool '" + name + "' are a " + type.getSimpleName()
						+ ", but a tool's arguments have names. Use a record or bean");
			}
			return add(new BoundTool(Tool.function(name, description, schema.toMap()), blocking, null,
					(invocation) -> body.apply(argument.read(ToolArgument.parse(invocation.call().arguments()), ""))));
		}

		private Builder raw(Tool tool, boolean blocking, Function<String, ?> body) {
			SchemaCheck schema = new SchemaCheck(tool.parameters());
			return add(new BoundTool(tool, blocking, null, (invocation) -> {
				String arguments = invocation.call().arguments();
				ToolArgument.check(schema, ToolArgument.parse(arguments), "");
				return body.apply(arguments);
			}));
		}

		private Builder add(BoundTool tool) {
			if (this.tools.putIfAbsent(tool.name(), tool) != null) {
				throw new IllegalArgumentException("Two tools are named '" + tool.name() + "'; rename one");
			}
			return this;
		}

		/**
		 * Set how long a tool may take that has no timeout of its own.
		 * @param timeout the time, a minute unless set
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = checked(timeout);
			return this;
		}

		/**
		 * Set how long one tool may take.
		 * @param tool the name of a tool that was added before
		 * @param timeout the time
		 * @return this builder
		 */
		public Builder timeout(String tool, Duration timeout) {
			checked(timeout);
			if (this.tools.computeIfPresent(tool, (name, known) -> known.withTimeout(timeout)) == null) {
				throw new IllegalArgumentException("There is no tool '" + tool
						+ "' to set a timeout for; add it before. There are " + this.tools.keySet());
			}
			return this;
		}

		/**
		 * Set how often results are sent back to the model.
		 * @param maxRounds the number, 10 unless set
		 * @return this builder
		 */
		public Builder maxRounds(int maxRounds) {
			if (maxRounds < 1) {
				throw new IllegalArgumentException("A loop has at least 1 round, not " + maxRounds);
			}
			this.maxRounds = maxRounds;
			return this;
		}

		/**
		 * Set how many tools of one answer run at the same time.
		 * @param parallelism the number, 8 unless set; 1 for one after the other in the
		 * order in which the model wants them
		 * @return this builder
		 */
		public Builder parallelism(int parallelism) {
			if (parallelism < 1) {
				throw new IllegalArgumentException("At least 1 tool runs at a time, not " + parallelism);
			}
			this.parallelism = parallelism;
			return this;
		}

		/**
		 * Set what happens to a call that can't be run or fails.
		 * @param onFailure what happens; the model is told unless set
		 * @return this builder
		 */
		public Builder onFailure(OnFailure onFailure) {
			this.onFailure = onFailure;
			return this;
		}

		/**
		 * Set who runs tools that may block. An {@code ExecutorService} is told by
		 * interrupts that nobody waits any more.
		 * @param executor the executor; unless set, virtual threads where the JVM has
		 * them, else Reactor's bounded elastic threads
		 * @return this builder
		 */
		public Builder executor(@Nullable Executor executor) {
			this.executor = executor;
			return this;
		}

		/**
		 * Build the tool set.
		 * @return the tool set
		 * @throws IllegalArgumentException if there is no tool in it
		 */
		public ToolSet build() {
			if (this.tools.isEmpty()) {
				throw new IllegalArgumentException("A tool set needs at least one tool");
			}
			return new ToolSet(this);
		}

	}

}
