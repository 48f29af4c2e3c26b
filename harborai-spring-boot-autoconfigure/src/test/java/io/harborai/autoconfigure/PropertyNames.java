package io.harborai.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.ResolvableType;

/**
 * Lists the names of all properties of a class, those in maps and lists included.
 */
final class PropertyNames {

	private PropertyNames() {
	}

	/**
	 * The names in kebab case; {@code *} stands for the key of a map of groups,
	 * {@code [*]} for the index in a list of groups.
	 */
	static Set<String> below(Class<?> type) {
		Set<String> names = new TreeSet<>();
		collect("", ResolvableType.forClass(type), names);
		return names;
	}

	private static void collect(String prefix, ResolvableType type, Set<String> names) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type.toClass())) {
			if (!property.getName().equals("class")) {
				String name = prefix + DataObjectPropertyName.toDashedForm(property.getName());
				add(name, ResolvableType.forMethodReturnType(property.getReadMethod(), type.toClass()), names);
			}
		}
	}

	private static void add(String name, ResolvableType type, Set<String> names) {
		if (Map.class.isAssignableFrom(type.toClass()) && isGroup(type.getGeneric(1))) {
			collect(name + ".*.", type.getGeneric(1), names);
		}
		else if (Collection.class.isAssignableFrom(type.toClass()) && isGroup(type.getGeneric(0))) {
			collect(name + "[*].", type.getGeneric(0), names);
		}
		else if (isGroup(type)) {
			collect(name + ".", type, names);
		}
		else {
			names.add(name);
		}
	}

	private static boolean isGroup(ResolvableType type) {
		return !type.toClass().isEnum() && type.toClass().getName().startsWith("io.harborai.autoconfigure.");
	}

}
