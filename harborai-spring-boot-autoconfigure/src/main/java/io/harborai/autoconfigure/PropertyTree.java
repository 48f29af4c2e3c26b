package io.harborai.autoconfigure;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The names that properties may have, read off the classes that they are bound to.
 */
final class PropertyTree {

	private final ResolvableType root;

	private final Map<Class<?>, Map<String, ResolvableType>> beans = new ConcurrentHashMap<>();

	PropertyTree(Class<?> root) {
		this.root = ResolvableType.forClass(root);
	}

	/**
	 * Look a name up.
	 * @param name the property's full name
	 * @return what is wrong with it, empty if it is known
	 */
	Optional<Unknown> find(ConfigurationPropertyName name) {
		ResolvableType type = this.root;
		Map<String, ResolvableType> siblings = Map.of();
		for (int i = 1; i < name.getNumberOfElements(); i++) {
			String element = name.getElement(i, Form.DASHED);
			if (Map.class.isAssignableFrom(type.toClass())) {
				type = type.asMap().getGeneric(1);
				if (isScalar(type)) {
					return Optional.empty();
				}
			}
			else if (Collection.class.isAssignableFrom(type.toClass())) {
				type = type.asCollection().getGeneric(0);
			}
			else if (isScalar(type)) {
				String parent = name.getElement(i - 1, Form.DASHED);
				return Optional.of(new Unknown(name, parent,
						siblings.keySet().stream().filter((other) -> !other.equals(parent)).toList()));
			}
			else {
				siblings = properties(type.toClass());
				Optional<String> property = named(siblings, name.getElement(i, Form.UNIFORM));
				if (property.isEmpty()) {
					return Optional.of(new Unknown(name, element, List.copyOf(siblings.keySet())));
				}
				type = siblings.getOrDefault(property.get(), ResolvableType.NONE);
			}
		}
		return Optional.empty();
	}

	private static Optional<String> named(Map<String, ResolvableType> properties, String uniform) {
		return properties.keySet().stream().filter((name) -> name.replace("-", "").equals(uniform)).findFirst();
	}

	private static boolean isScalar(ResolvableType type) {
		Class<?> plain = type.toClass();
		return plain.isEnum() || !ClassUtils.getPackageName(plain).equals(PropertyTree.class.getPackageName());
	}

	private Map<String, ResolvableType> properties(Class<?> bean) {
		return this.beans.computeIfAbsent(bean, (key) -> {
			Map<String, ResolvableType> properties = new LinkedHashMap<>();
			for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(bean)) {
				Method getter = property.getReadMethod();
				if (getter != null && !property.getName().equals("class")) {
					properties.put(DataObjectPropertyName.toDashedForm(property.getName()),
							ResolvableType.forMethodReturnType(getter, bean));
				}
			}
			return properties;
		});
	}

	/**
	 * A name that nobody knows.
	 *
	 * @param name the full name
	 * @param element the part of it that is wrong, in kebab case
	 * @param known the parts that could stand in its place, in kebab case
	 */
	record Unknown(ConfigurationPropertyName name, String element, List<String> known) {
	}

}
