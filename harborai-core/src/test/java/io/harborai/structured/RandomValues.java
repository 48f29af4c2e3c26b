package io.harborai.structured;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

import io.harborai.structured.Shapes.Animal;
import io.harborai.structured.Shapes.Bean;
import io.harborai.structured.Shapes.Cat;
import io.harborai.structured.Shapes.Dog;
import org.jspecify.annotations.Nullable;

/**
 * Random values of any of the {@link Shapes}.
 */
final class RandomValues {

	private static final List<String> TEXTS = List.of("", "a", "Zürich", "北京市 海淀区", "line\nbreak", "quote \" and \\",
			"{\"not\":\"json\"}", "]}", "😀 face", "```", "tab\there", "a longer text with several words in it");

	private final Random random;

	RandomValues(long seed) {
		this.random = new Random(seed);
	}

	@Nullable Object of(Type type, int depth) {
		if (type instanceof ParameterizedType generic) {
			return generic(generic, depth);
		}
		Class<?> raw = (Class<?>) type;
		if (raw == Animal.class) {
			return of(this.random.nextBoolean() ? Dog.class : Cat.class, depth);
		}
		if (raw.isSealed()) {
			Class<?>[] permitted = raw.getPermittedSubclasses();
			// The first ones don't nest.
			return of(permitted[this.random.nextInt((depth > 0) ? permitted.length : 2)], depth);
		}
		if (raw.isEnum()) {
			return raw.getEnumConstants()[this.random.nextInt(raw.getEnumConstants().length)];
		}
		if (raw.isRecord()) {
			return record(raw, depth);
		}
		return (raw == Bean.class) ? bean(depth) : leaf(raw);
	}

	private Object generic(ParameterizedType type, int depth) {
		Type[] arguments = type.getActualTypeArguments();
		int size = (depth > 0) ? this.random.nextInt(4) : 0;
		if (type.getRawType() == Optional.class) {
			return Optional.ofNullable(this.random.nextBoolean() ? of(arguments[0], depth - 1) : null);
		}
		if (type.getRawType() == Map.class) {
			Map<String, @Nullable Object> map = new LinkedHashMap<>();
			for (int i = 0; i < size; i++) {
				map.put("key " + this.random.nextInt(100), of(arguments[1], depth - 1));
			}
			return map;
		}
		List<@Nullable Object> list = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			list.add(of(arguments[0], depth - 1));
		}
		return list;
	}

	private Object record(Class<?> type, int depth) {
		RecordComponent[] components = type.getRecordComponents();
		Object[] values = Arrays.stream(components).map((component) -> {
			boolean ignored = component.getName().equals("ignored");
			boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
			return ignored || (nullable && this.random.nextBoolean()) ? null
					: of(component.getGenericType(), depth - 1);
		}).toArray();
		try {
			java.lang.reflect.Constructor<?> constructor = type.getDeclaredConstructor(
					Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
			constructor.setAccessible(true);
			return constructor.newInstance(values);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Bean bean(int depth) {
		Bean bean = new Bean();
		bean.setTitle(text());
		bean.setCount(this.random.nextInt());
		List<Shapes.Address> items = new ArrayList<>();
		for (int i = (depth > 0) ? this.random.nextInt(3) : 0; i > 0; i--) {
			items.add((Shapes.Address) record(Shapes.Address.class, depth - 1));
		}
		bean.setItems(items);
		return bean;
	}

	private String text() {
		return TEXTS.get(this.random.nextInt(TEXTS.size()));
	}

	private Object leaf(Class<?> type) {
		Random random = this.random;
		if (type == String.class || type == Object.class) {
			return text();
		}
		if (type == int.class || type == Integer.class) {
			return random.nextInt();
		}
		if (type == long.class || type == Long.class) {
			return random.nextLong();
		}
		if (type == double.class || type == Double.class) {
			return random.nextGaussian() * 1e6;
		}
		if (type == float.class) {
			return random.nextFloat();
		}
		if (type == short.class) {
			return (short) random.nextInt(Short.MAX_VALUE);
		}
		if (type == boolean.class) {
			return random.nextBoolean();
		}
		if (type == BigDecimal.class) {
			return BigDecimal.valueOf(random.nextLong(), 5);
		}
		long second = random.nextInt(2_000_000_000);
		if (type == LocalDate.class) {
			return LocalDate.ofEpochDay(second % 40_000);
		}
		if (type == Instant.class) {
			return Instant.ofEpochSecond(second);
		}
		if (type == LocalDateTime.class) {
			return LocalDateTime.ofEpochSecond(second, 0, java.time.ZoneOffset.UTC);
		}
		if (type == Duration.class) {
			return Duration.ofSeconds(second);
		}
		if (type == UUID.class) {
			return new UUID(random.nextLong(), random.nextLong());
		}
		throw new IllegalArgumentException(type.getName());
	}

}
