package io.asyncsqlite.internal.statement;

import io.asyncsqlite.InvalidResultException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A class whose objects are made of components: a record, or a class with one constructor. Thread-safe. */
final class MappedType<R> {

    private static final ClassValue<MappedType<?>> TYPES = new ClassValue<>() {
        @Override
        protected MappedType<?> computeValue(Class<?> type) {
            return new MappedType<>(type);
        }
    };

    private final Class<R> type;
    private final Constructor<R> constructor;
    private final List<Component> components;

    /** A component of a record, or a parameter of a constructor. */
    record Component(Class<?> owner, String name, Class<?> type, Type generic) {

        private static final Map<Class<?>, Class<?>> OPTIONAL_PRIMITIVES = Map.of(
                OptionalInt.class, Integer.class, OptionalLong.class, Long.class, OptionalDouble.class, Double.class);

        /** Returns the type of the value, also where that is optional. */
        Class<?> content() {
            if (type != Optional.class) {
                return OPTIONAL_PRIMITIVES.getOrDefault(type, type);
            }
            Type content = generic instanceof ParameterizedType optional ? optional.getActualTypeArguments()[0] : type;
            if (content instanceof Class<?> present && present != Optional.class) {
                return present;
            }
            throw new InvalidResultException(this + " must be an Optional of a class", null);
        }

        @Override
        public String toString() {
            return "Component '" + name + "' of " + owner.getName();
        }
    }

    private MappedType(Class<R> type) {
        this.type = type;
        this.constructor = type.isRecord() ? canonical(type) : onlyOne(type);
        this.components = type.isRecord() ? componentsOfRecord(type) : parameters();
        try {
            constructor.setAccessible(true);
        } catch (RuntimeException e) {
            throw notAccessible(type, e);
        }
    }

    /**
     * Returns how objects of a class are made.
     *
     * @throws InvalidResultException if they cannot be made of components
     */
    @SuppressWarnings("unchecked") // Computed for this class.
    static <T> MappedType<T> of(Class<T> type) {
        return (MappedType<T>) TYPES.get(type);
    }

    private static <T> Constructor<T> canonical(Class<T> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw notAccessible(type, e);
        }
    }

    @SuppressWarnings("unchecked") // A class has constructors of its own objects only.
    private static <T> Constructor<T> onlyOne(Class<T> type) {
        // A Kotlin class with default values has a second one, which is synthetic.
        List<Constructor<?>> written = isConcrete(type)
                ? Stream.of(type.getDeclaredConstructors())
                        .filter(constructor -> !constructor.isSynthetic() && constructor.getParameterCount() > 0)
                        .toList()
                : List.of();
        if (written.size() != 1) {
            throw new InvalidResultException(
                    type.getName()
                            + " has no codec, and is neither a record nor a class with one constructor that takes"
                            + " its values",
                    null);
        }
        return (Constructor<T>) written.get(0);
    }

    private static boolean isConcrete(Class<?> type) {
        boolean inner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
        return !inner
                && !Modifier.isAbstract(type.getModifiers())
                && !type.getName().startsWith("java.");
    }

    private static <T> InvalidResultException notAccessible(Class<T> type, Throwable cause) {
        String kind = type.isRecord() ? "Record " : "Class ";
        return new InvalidResultException(kind + type.getName() + " is not accessible: open its package", cause);
    }

    private static List<Component> componentsOfRecord(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(component ->
                        new Component(type, component.getName(), component.getType(), component.getGenericType()))
                .toList();
    }

    private List<Component> parameters() {
        List<String> names = names();
        List<Component> parameters = new ArrayList<>();
        for (Parameter parameter : constructor.getParameters()) {
            String name = names.get(parameters.size());
            parameters.add(new Component(type, name, parameter.getType(), parameter.getParameterizedType()));
        }
        return List.copyOf(parameters);
    }

    /**
     * Returns the names of the parameters. Kotlin, and Java without {@code -parameters}, leave them out of the class; then they are those of the
     * fields if these have the same types in the same order, as in a data class.
     */
    private List<String> names() {
        Parameter[] parameters = constructor.getParameters();
        if (Stream.of(parameters).allMatch(Parameter::isNamePresent)) {
            return Stream.of(parameters).map(Parameter::getName).toList();
        }
        List<Field> fields = Stream.of(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                .toList();
        Object[] types = fields.stream().map(Field::getType).toArray();
        if (!Arrays.equals(types, constructor.getParameterTypes())) {
            throw new InvalidResultException(
                    "The parameters of the constructor of " + type.getName()
                            + " have no names: compile it with -parameters, or make it a record",
                    null);
        }
        return fields.stream().map(Field::getName).toList();
    }

    Class<R> type() {
        return type;
    }

    List<Component> components() {
        return components;
    }

    R make(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new InvalidResultException(type.getName() + " refused the row", e.getCause());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new InvalidResultException(type.getName() + " cannot be made", e);
        }
    }
}
