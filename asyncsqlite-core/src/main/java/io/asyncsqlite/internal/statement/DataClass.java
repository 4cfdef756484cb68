package io.asyncsqlite.internal.statement;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a data class of Kotlin shows of itself without a library of Kotlin. It has a method for each property of its primary constructor, in
 * order, {@code component1} and so on, whose name may have a suffix. These properties are its first fields, which have the names.
 *
 * @see <a href="https://kotlinlang.org/docs/data-classes.html">Data classes</a>
 */
final class DataClass {

    private static final String COMPONENT = "component";

    /** The suffix that Kotlin gives to methods that return its Duration: the long there is no number of nanoseconds. */
    private static final String DURATION = "-UwyO8pc";

    private static final ClassValue<List<Property>> PROPERTIES = new ClassValue<>() {
        @Override
        protected List<Property> computeValue(Class<?> type) {
            return isKotlin(type) ? find(type) : List.of();
        }
    };

    /** A property of the primary constructor. */
    record Property(String name, Method accessor) {

        Class<?> type() {
            return accessor.getReturnType();
        }
    }

    private DataClass() {}

    /**
     * Returns the properties of the primary constructor, in its order; none if the class is no data class.
     *
     * @throws IllegalArgumentException if a property cannot be read or written rightly
     */
    static List<Property> properties(Class<?> type) {
        return PROPERTIES.get(type);
    }

    private static boolean isKotlin(Class<?> type) {
        return Stream.of(type.getDeclaredAnnotations())
                .anyMatch(annotation -> annotation.annotationType().getName().equals("kotlin.Metadata"));
    }

    private static List<Property> find(Class<?> type) {
        List<Field> fields = Stream.of(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                .toList();
        List<Property> properties = new ArrayList<>();
        for (Field field : fields) {
            Method accessor = component(type, properties.size() + 1);
            if (accessor == null || accessor.getReturnType() != field.getType()) {
                break;
            }
            if (accessor.getName().endsWith(DURATION)) {
                throw new IllegalArgumentException("Property '" + field.getName() + "' of " + type.getName()
                        + " is a kotlin.time.Duration: make it a java.time.Duration");
            }
            properties.add(new Property(field.getName(), accessor));
        }
        return List.copyOf(properties);
    }

    private static @Nullable Method component(Class<?> type, int number) {
        Pattern name = Pattern.compile(COMPONENT + number + "([-$].*)?");
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> method.getParameterCount() == 0
                        && !Modifier.isStatic(method.getModifiers())
                        && name.matcher(method.getName()).matches())
                .findFirst()
                .orElse(null);
    }
}
