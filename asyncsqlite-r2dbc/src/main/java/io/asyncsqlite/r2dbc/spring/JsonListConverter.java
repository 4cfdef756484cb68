package io.asyncsqlite.r2dbc.spring;

import io.asyncsqlite.internal.codec.Codecs;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.CollectionFactory;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.data.convert.ReadingConverter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Reads lists, sets and arrays from the JSON arrays that the driver binds for them, each element by its codec. There is no converter that writes: Spring Data
 * would use it for the lists of conditions, too.
 */
@ReadingConverter
final class JsonListConverter implements GenericConverter {

    private final ObjectMapper mapper;
    private final Codecs codecs = new Codecs(List.of());

    JsonListConverter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        return Stream.of(Collection.class, List.class, Set.class, Object[].class)
                .map(target -> new ConvertiblePair(String.class, target))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public @Nullable Object convert(@Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
        if (source == null) {
            return null;
        }
        TypeDescriptor element = targetType.getElementTypeDescriptor();
        Class<?> elementType = element == null ? Object.class : element.getType();
        JsonNode array = array((String) source);
        return targetType.isArray()
                ? toArray(array, elementType)
                : toCollection(array, targetType.getType(), elementType);
    }

    private JsonNode array(String text) {
        try {
            JsonNode node = mapper.readTree(text);
            if (node.isArray()) {
                return node;
            }
        } catch (JacksonException e) {
            // Refused below, without Jackson's message, which quotes the value.
        }
        throw new IllegalArgumentException("the TEXT is no JSON array");
    }

    private Collection<Object> toCollection(JsonNode array, Class<?> type, Class<?> elementType) {
        Collection<Object> elements = CollectionFactory.createCollection(type, null, array.size());
        for (JsonNode node : array) {
            elements.add(element(node, elementType));
        }
        return elements;
    }

    private Object toArray(JsonNode array, Class<?> elementType) {
        Object elements = Array.newInstance(elementType, array.size());
        for (int i = 0; i < array.size(); i++) {
            Array.set(elements, i, element(array.get(i), elementType));
        }
        return elements;
    }

    private @Nullable Object element(JsonNode node, Class<?> type) {
        if (node.isNull()) {
            return null;
        }
        return codecs.supports(type) ? codecs.decode(stored(node), type) : document(node, type);
    }

    /** Reads an element that {@link JsonConverters} has written as a JSON text, or another program as JSON. */
    private @Nullable Object document(JsonNode node, Class<?> type) {
        if (node.isString() && type != Object.class) {
            try {
                return mapper.readValue(node.asString(), type);
            } catch (JacksonException e) {
                // It is the value itself.
            }
        }
        try {
            return mapper.treeToValue(node, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("an element of the JSON array is no " + type.getName());
        }
    }

    /** Returns an element as SQLite would store it. */
    private static Object stored(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue() ? 1L : 0L;
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.isNumber() ? node.doubleValue() : node.asString();
    }
}
