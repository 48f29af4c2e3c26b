package io.harborai.tool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import io.harborai.chat.Tool;
import io.harborai.json.JsonBranch.Fields;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Makes tools of an object's {@link HarborTool} methods. They are called on the object
 * itself, so a proxy's advice applies.
 */
final class MethodTools {

	/** What the model is told when a method that returns nothing has returned. */
	static final String DONE = "done";

	private MethodTools() {
	}

	/**
	 * Find an object's tools.
	 * @param bean the object, which may be a proxy
	 * @return the tools in the order of their names
	 * @throws IllegalArgumentException if it has none, or one that can't work
	 */
	static List<BoundTool> of(Object bean) {
		Map<String, Method> methods = new TreeMap<>();
		collect(bean.getClass(), methods);
		if (methods.isEmpty()) {
			throw new IllegalArgumentException(bean.getClass().getName() + " has no method with @HarborTool. "
					+ "Give the object and not its class; for a proxy of interfaces, put the annotation there");
		}
		return methods.values().stream().map((method) -> tool(bean, method)).toList();
	}

	/**
	 * The methods of classes and interfaces; of one that is overridden, the lowest that
	 * has the annotation. A proxy's own methods have none.
	 */
	private static void collect(@Nullable Class<?> type, Map<String, Method> methods) {
		if (type == null || type == Object.class) {
			return;
		}
		for (Method method : type.getDeclaredMethods()) {
			if (method.isAnnotationPresent(HarborTool.class) && !method.isBridge()) {
				methods.putIfAbsent(method.getName() + Arrays.toString(method.getParameterTypes()), method);
			}
		}
		collect(type.getSuperclass(), methods);
		for (Class<?> each : type.getInterfaces()) {
			collect(each, methods);
		}
	}

	private static BoundTool tool(Object bean, Method method) {
		if (Modifier.isPrivate(method.getModifiers()) || !method.trySetAccessible()) {
			throw new IllegalArgumentException(describe(method) + " can't be called from here. Make it public");
		}
		HarborTool annotation = method.getAnnotation(HarborTool.class);
		String name = annotation.name().isEmpty() ? method.getName() : annotation.name();
		String description = annotation.value().isEmpty() ? null : annotation.value();
		Class<?> result = method.getReturnType();
		boolean async = Publisher.class.isAssignableFrom(result) || CompletionStage.class.isAssignableFrom(result);
		List<Source> sources = new ArrayList<>();
		Map<String, Object> schema = schema(method, sources);
		return new BoundTool(new Tool(name, description, schema, null), !async, timeout(method, annotation),
				(invocation) -> {
					Fields arguments = ToolArgument.parse(invocation.call().arguments());
					@Nullable Object[] values = new @Nullable Object[sources.size()];
					for (int i = 0; i < values.length; i++) {
						values[i] = sources.get(i).value(invocation, arguments);
					}
					return invoke(bean, method, values);
				});
	}

	private static @Nullable Duration timeout(Method method, HarborTool annotation) {
		if (annotation.timeout().isEmpty()) {
			return null;
		}
		try {
			return ToolSet.checked(Duration.parse(annotation.timeout()));
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException("The timeout of " + describe(method)
					+ " isn't a duration such as PT5S, but '" + annotation.timeout() + "'", ex);
		}
	}

	/**
	 * Say what the model is to give.
	 * @param method the method
	 * @param sources gets where the method's values come from, in order
	 * @return the schema of all of it
	 */
	private static Map<String, Object> schema(Method method, List<Source> sources) {
		List<Parameter> asked = Stream.of(method.getParameters())
			.filter((parameter) -> parameter.getType() != ToolInvocation.class)
			.toList();
		boolean record = asked.size() == 1 && asked.get(0).getType().isRecord();
		List<MethodParameter> named = new ArrayList<>();
		Map<String, Object> schema = null;
		for (Parameter parameter : method.getParameters()) {
			if (parameter.getType() == ToolInvocation.class) {
				sources.add((invocation, arguments) -> invocation);
			}
			else if (record) {
				ToolArgument<?> whole = ToolArgument.of(parameter.getParameterizedType());
				sources.add((invocation, arguments) -> whole.read(arguments, ""));
				schema = whole.schema().toMap();
			}
			else {
				MethodParameter one = MethodParameter.of(method, parameter);
				sources.add((invocation, arguments) -> one.read(arguments));
				named.add(one);
			}
		}
		return (schema != null) ? schema : schema(named);
	}

	private static Map<String, Object> schema(List<MethodParameter> parameters) {
		Map<String, Object> properties = new LinkedHashMap<>();
		Map<String, Object> definitions = new LinkedHashMap<>();
		List<String> required = new ArrayList<>();
		for (MethodParameter parameter : parameters) {
			parameter.addTo(properties, definitions);
			if (parameter.required()) {
				required.add(parameter.name());
			}
		}
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("type", "object");
		schema.put("properties", properties);
		if (!required.isEmpty()) {
			schema.put("required", required);
		}
		schema.put("additionalProperties", false);
		if (!definitions.isEmpty()) {
			schema.put("$defs", definitions);
		}
		return schema;
	}

	private static @Nullable Object invoke(Object bean, Method method, @Nullable Object[] values) throws Exception {
		try {
			Object result = method.invoke(bean, values);
			return (method.getReturnType() == void.class) ? DONE : result;
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw ex;
		}
	}

	static String describe(Method method) {
		return "the tool method " + method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
	}

	/**
	 * Where a value of a method comes from.
	 */
	@FunctionalInterface
	private interface Source {

		@Nullable Object value(ToolInvocation invocation, Fields arguments);

	}

}
