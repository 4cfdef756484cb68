package io.asyncsqlite.internal.statement;

import io.asyncsqlite.InvalidResultException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A class whose objects are made of components: a record, a class with one constructor that takes values, or one with setters. Thread-safe. */
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

    /** One for each component, or empty if the constructor takes the values. */
    private final List<Method> setters;

    /** A component of a record, a parameter of a constructor, or a property with a setter. */
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
        List<DataClass.Property> properties = propertiesOfDataClass(type);
        if (type.isRecord()) {
            this.constructor =
                    declared(type, Stream.of(type.getRecordComponents()).map(RecordComponent::getType));
            this.components = componentsOfRecord(type);
            this.setters = List.of();
        } else if (!properties.isEmpty()) {
            this.constructor = declared(type, properties.stream().map(DataClass.Property::type));
            this.components =
                    parameters(properties.stream().map(DataClass.Property::name).toList());
            this.setters = List.of();
        } else {
            this.constructor = onlyOne(type);
            this.setters = constructor.getParameterCount() == 0 ? setters(type) : List.of();
            this.components = setters.isEmpty() ? parameters(names()) : propertiesWithSetters();
        }
        try {
            constructor.setAccessible(true);
            setters.forEach(setter -> setter.setAccessible(true));
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

    private static List<DataClass.Property> propertiesOfDataClass(Class<?> type) {
        try {
            return DataClass.properties(type);
        } catch (IllegalArgumentException e) {
            throw new InvalidResultException(String.valueOf(e.getMessage()), e);
        }
    }

    private static <T> Constructor<T> declared(Class<T> type, Stream<Class<?>> parameters) {
        try {
            return type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw notAccessible(type, e);
        }
    }

    @SuppressWarnings("unchecked") // A class has constructors of its own objects only.
    private static <T> Constructor<T> onlyOne(Class<T> type) {
        // A class of Kotlin with default values has a second one, which is synthetic.
        List<Constructor<?>> written = isConcrete(type)
                ? Stream.of(type.getDeclaredConstructors())
                        .filter(constructor -> !constructor.isSynthetic())
                        .toList()
                : List.of();
        List<Constructor<?>> taking = written.stream()
                .filter(constructor -> constructor.getParameterCount() > 0)
                .toList();
        boolean bean = taking.isEmpty() && written.size() == 1 && !setters(type).isEmpty();
        List<Constructor<?>> usable = bean ? written : taking;
        if (usable.size() != 1) {
            throw new InvalidResultException(
                    type.getName()
                            + " has no codec, and is neither a record nor a class with one constructor that takes"
                            + " its values, nor a data class of Kotlin, nor a class with setters",
                    null);
        }
        return (Constructor<T>) usable.get(0);
    }

    /** Returns the methods that set a property, in the order of their names. */
    private static List<Method> setters(Class<?> type) {
        return List.copyOf(Stream.of(type.getMethods())
                .filter(method -> method.getName().matches("set.+") && method.getParameterCount() == 1)
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .collect(Collectors.toMap(Method::getName, method -> method, MappedType::one, TreeMap::new))
                .values());
    }

    private static Method one(Method first, Method second) {
        if (!first.isBridge() && !second.isBridge()) {
            throw new InvalidResultException(
                    first.getDeclaringClass().getName() + " has two methods " + first.getName() + " of one value",
                    null);
        }
        return first.isBridge() ? second : first;
    }

    private List<Component> propertiesWithSetters() {
        return setters.stream()
                .map(setter -> new Component(
                        type, property(setter), setter.getParameterTypes()[0], setter.getGenericParameterTypes()[0]))
                .toList();
    }

    private static String property(Method setter) {
        return setter.getName().substring(3, 4).toLowerCase(Locale.ROOT)
                + setter.getName().substring(4);
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

    private List<Component> parameters(List<String> names) {
        List<Component> parameters = new ArrayList<>();
        for (Parameter parameter : constructor.getParameters()) {
            String name = names.get(parameters.size());
            parameters.add(new Component(type, name, parameter.getType(), parameter.getParameterizedType()));
        }
        return List.copyOf(parameters);
    }

    /**
     * Returns the names of the parameters. Kotlin, and Java without {@code -parameters}, leave them out of the class; then they are those of the
     * fields if these have the same types in the same order.
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
                            + " have no names: compile it with -parameters, or make it a record, or in Kotlin a data class",
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
            if (setters.isEmpty()) {
                return constructor.newInstance(values);
            }
            R made = constructor.newInstance();
            for (int i = 0; i < values.length; i++) {
                setters.get(i).invoke(made, values[i]);
            }
            return made;
        } catch (InvocationTargetException e) {
            throw new InvalidResultException(type.getName() + " refused the row", e.getCause());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new InvalidResultException(type.getName() + " cannot be made", e);
        }
    }
}
