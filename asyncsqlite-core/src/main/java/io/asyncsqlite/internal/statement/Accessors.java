package io.asyncsqlite.internal.statement;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;

/** The methods that give the components of records, and the properties of data classes of Kotlin, by their names. Thread-safe. */
final class Accessors {

    /** To look for them takes longer than to insert a row. */
    private static final ClassValue<Map<String, Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            return type.isRecord() ? ofRecord(type) : ofDataClass(type);
        }
    };

    private Accessors() {}

    /** Tells whether a value has components with names. */
    static boolean has(Object value) {
        return value instanceof Record
                || !DataClass.properties(value.getClass()).isEmpty();
    }

    /**
     * Returns the accessors of a class.
     *
     * @throws IllegalArgumentException if a property cannot be bound rightly
     * @throws RuntimeException if they are not accessible
     */
    static Map<String, Method> of(Class<?> type) {
        return ACCESSORS.get(type);
    }

    private static Map<String, Method> ofRecord(Class<?> type) {
        Map<String, Method> accessors = new HashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            put(accessors, component.getName(), component.getAccessor());
        }
        return accessors;
    }

    private static Map<String, Method> ofDataClass(Class<?> type) {
        Map<String, Method> accessors = new HashMap<>();
        for (DataClass.Property property : DataClass.properties(type)) {
            put(accessors, property.name(), property.accessor());
        }
        return accessors;
    }

    private static void put(Map<String, Method> accessors, String name, Method accessor) {
        accessor.setAccessible(true);
        accessors.put(name, accessor);
    }
}
